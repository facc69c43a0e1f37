/** Each kernel's source in kernel/, and the module that holds what it is made into. */
export const kernels: readonly { readonly source: string; readonly target: string }[];
/** The text that a kernel's target should have. */
export function compiled(source: string): Promise<string>;
