/** `4210` -> `4,210`. Not toLocaleString: it takes long to load, and reports are the same on every machine. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
