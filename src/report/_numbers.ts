import { grouped } from '../model/number-text.js';

export { grouped };

/** `1 peer`, `4,210 peers`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(value)} ${value === 1 ? noun : plural}`;
}

/** `0.694` -> `69 %`; never rounds up to certainty or down to impossibility. */
export function percent(share: number): string {
  if (share > 0.99 && share < 1) return '>99 %';
  if (share > 0 && share < 0.01) return '<1 %';
  return `${Math.round(share * 100)} %`;
}

/** `3.5` -> `+3.5`, with a fixed number of decimals so that a column of them lines up. */
export function signed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  if (Number(text) === 0) return (0).toFixed(decimals);
  return value > 0 ? `+${text}` : text;
}

/** The fewest decimals (0 to 3) that show every value exactly, so that a printed sum adds up. */
export function decimalsFor(values: readonly number[]): number {
  for (const decimals of [0, 1, 2]) {
    if (values.every((value) => Math.abs(value - Number(value.toFixed(decimals))) < 1e-9)) return decimals;
  }
  return 3;
}
