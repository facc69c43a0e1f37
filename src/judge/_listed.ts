import type { ListEvidence, ListMeaning } from '../model/listing.js';
import type { Draft, Rule } from './rule.js';
import type { View } from './view.js';
import type { WeightKey } from './weights.js';

/** What the lists of one meaning say of a peer, put together. */
interface Listed {
  readonly strongest: ListEvidence;
  /** Independent lists with this meaning, the strongest included. */
  readonly voices: number;
  /** 0..1: chance that at least one of them is right, as if they were independent. */
  readonly share: number;
}

/** Owners whose addresses change hands or front many customers within days: a listed address there is less certain. */
const SHARED_KINDS: ReadonlySet<string> = new Set(['cdn', 'cloud-platform']);
/** A front of many customers halves what a list says of the address; it never silences the list. */
const SHARED_FRONT = 0.5;

/** A rule for one meaning of lists. All of them differ in words and weight only. */
export function listedRule(
  words: Omit<Rule, 'id' | 'family' | 'judge' | 'needs'>,
  meaning: ListMeaning & WeightKeyOfMeaning,
  says: (listed: string, view: View) => string,
  options: Options = {},
): Rule {
  return {
    id: `listed-${meaning}`,
    family: 'lists',
    ...words,
    judge(view): Draft | null {
      if (view.subject.lists.length === 0) return null;
      const listed = together(view.subject.lists, meaning);
      if (listed === null || (options.whenVisitor !== undefined && options.whenVisitor !== view.isVisitor)) return null;
      const isShared = options.isOwnWord !== true && SHARED_KINDS.has(view.kind);
      return {
        weight: meaning === 'attacker' && view.isVisitor ? 'listed-attacker.visit' : `listed-${meaning}`,
        scale: listed.share * (isShared ? SHARED_FRONT : 1),
        says: says(sourceWords(listed), view),
        evidence: evidenceWords(listed),
        explains: options.explains === true,
        accepts: meaning === 'allow',
      };
    },
  };
}

interface Options {
  /** Only for peers that came to us (true), or only for the others (false). */
  readonly whenVisitor?: boolean;
  readonly explains?: boolean;
  /** The user's or the service's own word of the address: it holds whoever owns the network. */
  readonly isOwnWord?: boolean;
}

/** Meanings that have a weight of their own in the table. */
type WeightKeyOfMeaning = Extract<WeightKey, `listed-${ListMeaning}`> extends `listed-${infer M}` ? M : never;

function together(lists: readonly ListEvidence[], meaning: ListMeaning): Listed | null {
  let strongest: ListEvidence | null = null;
  let voices = 0;
  let allWrong = 1;
  for (const evidence of lists) {
    if (evidence.strongest.source.meaning !== meaning) continue;
    if (strongest === null || evidence.factor > strongest.factor) strongest = evidence;
    voices++;
    allWrong *= 1 - evidence.factor;
  }
  return strongest === null ? null : { strongest, voices, share: 1 - allWrong };
}

/** `Feodo Tracker (QakBot), 2026-08-20, and 1 other independent list`. */
function sourceWords({ strongest: { strongest }, voices }: Listed): string {
  const { source, label, lastSeen } = strongest;
  const date = lastSeen ?? source.asOf;
  const name = label === null ? source.title : `${source.title} (${label})`;
  const others = voices === 1 ? '' : ` and ${voices - 1} other independent list${voices === 2 ? '' : 's'}`;
  return `${name}${date === null ? '' : `, ${date.slice(0, 10)},`}${others}`;
}

function evidenceWords({ strongest: { strongest, factor, repeatedBy } }: Listed): string[] {
  const also = repeatedBy.length === 0 ? [] : [`repeated by ${repeatedBy.join(', ')}`];
  return [`${strongest.source.title}: ${strongest.entry}, counts ${Math.round(factor * 100)} %`, ...also];
}
