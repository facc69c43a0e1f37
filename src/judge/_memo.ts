/** Answers kept; past it they are forgotten, so that hostile evidence can't fill the memory. */
const AT_MOST = 1000;

/** A pure function of a text with its answers kept: the same few programs hold thousands of connections. */
export function memo<T>(compute: (text: string) => T): (text: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (text) => {
    const kept = answers.get(text);
    if (kept !== undefined) return kept.answer;
    const answer = compute(text);
    if (answers.size >= AT_MOST) answers.clear();
    answers.set(text, { answer });
    return answer;
  };
}
