/** Text of src/inputs/bulk/_kernel.ts as kernel/rows.ts makes it. */
export function compiled(): Promise<string>;
