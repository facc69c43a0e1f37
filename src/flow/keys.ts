import { type OnlineEffects, type OnlineSource, runOnline } from '../enrich/online/index.js';
import { parseAddress } from '../address/parse.js';
import type { OnlineAnswer } from '../model/answer.js';
import { UserError } from '../model/errors.js';
import type { AskPlaces, KeyPlace } from './ask.js';

export { type AskPlaces, askPlaces, openKeychain, parseEndpoints, realOnlineEffects } from './ask.js';

/** What is known of the key of one service; never the key. */
export interface KeyState {
  readonly service: string;
  readonly place: KeyPlace;
  readonly env: readonly string[];
  readonly howToGet: string;
  readonly isOptional: boolean;
}

/** Every service that takes a key, alphabetical. */
export function keyStates({ keys, sources }: AskPlaces): KeyState[] {
  const found = new Map<string, KeyState>();
  for (const { service, key } of sources) {
    if (key === null || found.has(service)) continue;
    found.set(service, {
      service,
      place: keys.place(service, key),
      env: key.env,
      howToGet: key.howToGet,
      isOptional: key.isOptional,
    });
  }
  return [...found.values()].sort((a, b) => (a.service < b.service ? -1 : 1));
}

/** What the parts of a key are called: `key`, or `key` and `password`. */
export function keyParts(service: string, { sources }: AskPlaces): string[] {
  const names = withKey(service, sources).key?.env ?? [];
  return names.map((name) => `${service} ${name.slice(name.lastIndexOf('_') + 1).toLowerCase()}`);
}

export interface KeyTest {
  readonly isGood: boolean;
  readonly says: string;
}

/** An address that every service has an opinion on, and that gives nothing away. */
const HARMLESS = '8.8.8.8';

/** Asks one question with the key. */
export async function testKey(
  service: string,
  { keys, usage, sources }: AskPlaces,
  effects: OnlineEffects,
): Promise<KeyTest> {
  const source = withKey(service, sources);
  const secrets = source.key === null ? null : keys.secrets(service, source.key);
  const address = parseAddress(HARMLESS);
  if (secrets === null || address === null) return { isGood: false, says: 'there is no key to test' };
  let answer: OnlineAnswer | null = null;
  await runOnline([{ source, asked: [{ address, text: HARMLESS }], secrets }], effects, {
    answer: (given) => {
      answer = given;
    },
    sent: () => usage.sent(service, effects.now()),
    progress: () => {},
  });
  return verdictOn(answer);
}

function verdictOn(answer: OnlineAnswer | null): KeyTest {
  if (answer === null || answer.answer === 'could-not-ask') {
    return { isGood: false, says: `could not ask: ${answer?.reason ?? 'no answer'}` };
  }
  return { isGood: true, says: `the key works; about ${HARMLESS} it says ${answer.answer.replace('-', ' ')}` };
}

function withKey(service: string, table: readonly OnlineSource[]): OnlineSource {
  const found = table.find((source) => source.service === service && source.key !== null);
  if (found === undefined) throw new UserError(`no service ${service} that wants a key`, 'See: farend keys list');
  return found;
}
