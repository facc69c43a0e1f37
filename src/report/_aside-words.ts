/** Why rows were set aside, for people. `byClass` as in `Investigation.counts`. */
export function asideWords(byClass: Readonly<Record<string, number>>): string {
  const others = 'without a public far end; --private keeps the private ones';
  return (byClass.repeated ?? 0) > 0 ? `${others}; repeated: another listing shows and counts them` : others;
}
