import type { Expectation, ExpectationGrade, TuplePart } from '../model/judgement.js';
import { ownerText } from './_match.js';
import { portText } from '../model/port-text.js';
import type { Fired } from './combine.js';
import type { View } from './view.js';
import { WEIGHTS, type WeightKey } from './weights.js';

/** Families of rules that look at program, owner and port; behaviour, rarity, lists and names of hosts are other evidence. */
const FAMILIES: ReadonlySet<string> = new Set(['expectation', 'owner', 'path', 'port', 'program']);
/** What cannot be: each says that two parts of the tuple exclude each other. */
const CONTRADICTIONS: ReadonlySet<WeightKey> = new Set<WeightKey>([
  'bare-command-line',
  'kernel-thread-name',
  'local-protocol-outside',
  'local-protocol-outside.files',
  'look-alike-name',
  'look-alike-name.letters',
  'name-contradicts-owner',
  'port-without-owner.stranger',
  'program-contradiction.maker',
  'program-contradiction.system',
  'program-habit.never',
  'wrong-folder.system',
]);
/** What says too little of the three together to call the connection unusual: most of the Web is like that. */
const TOO_LITTLE: ReadonlySet<WeightKey> = new Set<WeightKey>([
  'home-line.web',
  'little-known-owner',
  'little-known-owner.web',
  'missing-program',
  'plain-http',
  'rented-machine',
  'rented-machine.large-cloud',
  'rented-machine.largest',
  'undescribed-program',
  'undescribed-program.platform',
]);

interface Graded {
  readonly grade: ExpectationGrade;
  readonly says: string;
  readonly decibans: number;
}

/**
 * What one would expect of program x owner x port x direction, as far as each is known: the strongest contradiction, else
 * what says most for or against the three together, else plausible. Made of the rules' own findings, so that the two
 * cannot disagree. null where neither an owner nor a program is known to expect anything of.
 */
export function expectationOf(view: View, fired: readonly Fired[]): Expectation | null {
  const basis = partsOf(view);
  const graded = strongest(fired);
  if (graded !== null) return { grade: graded.grade, says: graded.says, basis };
  return basis.includes('owner') || basis.includes('program')
    ? { grade: 'plausible', says: openText(view), basis }
    : null;
}

function strongest(fired: readonly Fired[]): Graded | null {
  let best: Graded | null = null;
  for (const one of fired) {
    const graded = gradeOf(one);
    if (graded !== null && (best === null || isStronger(graded, best))) best = graded;
  }
  return best;
}

function gradeOf({ rule, draft: { weight, says, explains } }: Fired): Graded | null {
  const { decibans } = WEIGHTS[weight];
  if (CONTRADICTIONS.has(weight)) return { grade: 'contradictory', says, decibans };
  if (!FAMILIES.has(rule.family) || TOO_LITTLE.has(weight)) return null;
  if (decibans > 0) return { grade: 'unusual', says, decibans };
  return { grade: explains === true ? 'expected' : 'plausible', says, decibans };
}

/** Contradictions first; of two as strong the one that explains, as in the verdict. */
function isStronger(a: Graded, b: Graded): boolean {
  const [isA, isB] = [a.grade === 'contradictory', b.grade === 'contradictory'];
  if (isA !== isB) return isA;
  const [sizeA, sizeB] = [Math.abs(a.decibans), Math.abs(b.decibans)];
  return sizeA === sizeB ? a.grade === 'expected' && b.grade !== 'expected' : sizeA > sizeB;
}

/** Which parts of the tuple the evidence and the pack give. */
function partsOf({ actors, owner, kind, ports, visited, peer }: View): TuplePart[] {
  const parts: TuplePart[] = [];
  if (actors.length > 0) parts.push('program');
  if (owner.organisation !== null || (kind !== 'unknown' && kind !== 'special')) parts.push('owner');
  if (ports.length > 0 || visited.length > 0) parts.push('port');
  if ((peer.directions.outbound ?? 0) + (peer.directions.inbound ?? 0) > 0) parts.push('direction');
  return parts;
}

function openText({ actors, owner, ports, visited, isPrivate }: View): string {
  const place = isPrivate ? 'a machine inside' : ownerText(owner);
  if (ports.length === 0 && visited.length > 0)
    return `A visitor from ${place} came to our port ${portText(visited[0])}: nothing contradicts it, and nothing explains it.`;
  const who = actors[0]?.known?.title ?? actors[0]?.name ?? 'Something here';
  const port = ports.length === 0 ? '' : ` on ${portText(ports[0])}`;
  return `${who} reaches ${place}${port}: nothing contradicts it, and nothing says that they belong together.`;
}
