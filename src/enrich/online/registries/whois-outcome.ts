/** Words of registries for "you ask too often", where the text holds no record. */
const LIMITED =
  /%ERROR:(?:201|306)|query rate limit|rate limit exceeded|(?:access|permission) denied|quota exceeded|(?:query|daily|connections?|whois) limit|limit exceeded|too many (?:queries|requests|connections)|excessive (?:querying|queries|requests)|(?:queries|requests|connections) exceeded|exceeded (?:the |your )?(?:allowed|maximum|number|query|daily)|temporarily (?:blocked|denied|unavailable)|(?:has been|is|are) (?:blocked|blacklisted)|try again later/i;

/** Words for "I hold nothing about it". */
const NOTHING =
  /%ERROR:101|no match|no (?:entries|data|records?|objects?|information) (?:were |was )?found|not found|not (?:been )?(?:allocated|assigned|registered)|unallocated|does not (?:have|hold) any/i;

/**
 * What a text without a record means: WHOIS has no status code (RFC 3912), only words. `unread` is neither of the two, a
 * login page for example: no answer, and never "nothing known".
 */
export function outcomeOf(text: string): 'limited' | 'nothing' | 'unread' {
  if (LIMITED.test(text)) return 'limited';
  return NOTHING.test(text) ? 'nothing' : 'unread';
}

/** Whether the server's own lines say so. Those of a record are the holder's, who may write what he likes. */
export function isLimitedBy(comments: readonly string[]): boolean {
  return comments.some((line) => LIMITED.test(line));
}

/** ARIN puts several networks between `# start` and `# end`: without the last end the most specific one is missing. */
export function isCut(comments: readonly string[]): boolean {
  const count = (word: string) => comments.filter((line) => line === `# ${word}`).length;
  return count('start') > count('end');
}
