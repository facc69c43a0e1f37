import type { ReverseName } from '../../../model/answer.js';
import { formatAddress } from '../../../address/format.js';
import { parseAddress } from '../../../address/parse.js';
import { CouldNotAsk } from '../../update/publisher.js';
import { Pace } from '../pace.js';
import type { Answer, Asked, OnlineEffects, OwnSource, Quota } from '../source.js';

const MOST_NAMES = 5;
const QUOTA: Quota = {
  perSecond: 20,
  concurrent: 8,
  note: 'Through your own resolver; the name servers of the block may notice.',
};

/**
 * Names in the reverse zone, and whether they lead back. Active: the zone belongs to whoever holds the block, who may
 * watch for questions.
 */
export const reverseDns: OwnSource = {
  via: 'own',
  name: 'reverse-dns',
  title: 'reverse DNS',
  service: 'reverse-dns',
  hosts: ['your resolver', 'name servers of the peer'],
  tells: 'Host names that the owner of the block gives the address, and whether they lead back to it',
  kind: 'active',
  isDefault: true,
  key: null,
  tlpCeiling: 'green',
  quota: QUOTA,
  families: [4, 6],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 12,
  origins: ['reverse-dns'],
  licence: 'None: public DNS',
  url: 'https://www.rfc-editor.org/rfc/rfc1034',
  revision: 1,
  async ask(asked, effects, tell) {
    const pace = new Pace(QUOTA, effects);
    const waiting = asked.values();
    const worker = async (): Promise<void> => {
      for (const one of waiting) {
        if (!(await pace.turn())) return;
        try {
          tell(await namesOf(one, effects));
        } finally {
          pace.done();
        }
      }
    };
    await Promise.all(Array.from({ length: QUOTA.concurrent }, worker));
  },
};

async function namesOf({ address, text }: Asked, { resolver }: OnlineEffects): Promise<Answer> {
  try {
    const found = (await resolver.reverse(text)).filter(isHostName).slice(0, MOST_NAMES);
    if (found.length === 0) return { address: text, answer: 'not-known', reason: 'it has no name in the reverse zone' };
    const names: ReverseName[] = [];
    for (const name of found)
      names.push({ name: plain(name), isConfirmed: await leadsBack(name, address.family, text, resolver) });
    const facts = names.map(({ name, isConfirmed }) => ({
      what: 'reverse DNS name',
      value: isConfirmed ? `${name} (leads back)` : `${name} (does not lead back: a claim of the block's owner)`,
    }));
    return { address: text, answer: 'known', facts, names };
  } catch (error) {
    if (error instanceof CouldNotAsk)
      return { address: text, answer: 'could-not-ask', reason: error.message, obstacle: 'network' };
    throw error;
  }
}

/** A name that cannot be resolved just now leads nowhere just now. */
async function leadsBack(
  name: string,
  family: 4 | 6,
  text: string,
  resolver: OnlineEffects['resolver'],
): Promise<boolean> {
  try {
    const back = await resolver.forward(name, family);
    return back.some((each) => {
      const address = parseAddress(each);
      return address !== null && formatAddress(address) === text;
    });
  } catch (error) {
    if (error instanceof CouldNotAsk) return false;
    throw error;
  }
}

function plain(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}

/** The zone's owner may write anything: only what can be a host name is a name. */
function isHostName(name: string): boolean {
  return /^(?=.{1,254}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*\.?$/i.test(name);
}
