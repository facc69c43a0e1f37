import {
  ask,
  type AskOptions,
  type AskPlaces,
  askPlaces,
  type OnlineEffects,
  PAP,
  parseEndpoints,
  planAsk,
  type Progress,
  realOnlineEffects,
  TLP,
  type Tlp,
} from '../flow/ask.js';
import { parsePrefix, type Prefix } from '../address/prefix.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import type { OnlinePlan } from '../model/plan.js';
import { planJson, planText } from '../report/plan.js';
import { terminalText } from '../report/terminal-text.js';
import type { Arguments } from './arguments.js';
import { requireHome } from './data-home.js';
import type { Io } from './io.js';
import { version } from './version.js';
import { thresholdsOf } from './xforce-thresholds.js';

/** What became of the wish to ask: a renewed investigation, or nothing but a plan that was printed. */
export type Online =
  | { readonly kind: 'asked'; readonly investigation: Investigation; readonly hasFailed: boolean }
  | { readonly kind: 'planned' }
  | { readonly kind: 'declined' };

/** For everything together, unless --deadline says otherwise. */
const DEADLINE_SECONDS = 900;

/** Shows the plan, asks the person where there is one, then asks the services. `readsStdin`: the evidence comes from there. */
export async function askOnline(
  args: Arguments,
  io: Io,
  investigation: Investigation,
  readsStdin: boolean,
): Promise<Online> {
  const options = askOptions(args, io);
  const places = await placesOf(args, io);
  const asking = planAsk(investigation, options, places, io.now());
  const { plan } = asking;
  if (places.keys.trouble !== null && !args.has('quiet')) {
    io.stderr.write(`farend: ${places.keys.keychain ?? ''} could not be read: ${terminalText(places.keys.trouble)}\n`);
  }
  if (args.has('plan')) {
    io.stdout.write(args.value('output') === 'json' ? planJson(plan) : planText(plan));
    return { kind: 'planned' };
  }
  if (!args.has('quiet')) io.stderr.write(planText(plan));
  if (plan.requests > 0 && !args.has('yes') && !(await isAgreed(io, plan, readsStdin))) return { kind: 'declined' };
  const { signal, release } = io.interruptible();
  const deadline = deadlineOf(args);
  const effects = onlineEffects(args, io, AbortSignal.any([signal, deadline]));
  try {
    const line = args.has('quiet') ? () => {} : progressLine(io);
    return { kind: 'asked', ...(await ask(investigation, asking, places, effects, line)) };
  } finally {
    release();
  }
}

/** Aborts when everything together has taken too long. */
export function deadlineOf(args: Arguments): AbortSignal {
  return AbortSignal.timeout((args.number('deadline', 1) ?? DEADLINE_SECONDS) * 1000);
}

/** Where answers and keys are kept, and what the person calls bad. */
export async function placesOf(args: Arguments, io: Io): Promise<AskPlaces> {
  return askPlaces(requireHome(io), {
    env: io.env,
    keychain: await io.openKeychain(),
    thresholds: thresholdsOf(args, io),
  });
}

/** The network, as the options and the environment say. */
export function onlineEffects(args: Arguments, io: Io, signal: AbortSignal): OnlineEffects {
  return realOnlineEffects({
    env: io.env,
    now: () => io.now(),
    agent: `farend/${version}`,
    caFile: args.value('ca'),
    endpoints: parseEndpoints(endpointTexts(args, io)),
    signal,
  });
}

async function isAgreed(io: Io, { requests }: OnlinePlan, readsStdin: boolean): Promise<boolean> {
  if (readsStdin || !io.stdinIsTerminal) {
    throw new UserError('nobody is here to agree to the plan', 'Add --yes to send it, or --plan to see it only.');
  }
  io.stderr.flush();
  const answer = await io.question(
    `Send ${requests === 1 ? 'this request' : `these ${requests} requests`}? [y/N] `,
    false,
  );
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}

/** One line for each source when it is done; on a terminal also how far the others are. */
function progressLine(io: Io): (progress: Progress) => void {
  const { stderr } = io;
  let shown = 0;
  return ({ source, done, total, known, failed, reason }) => {
    const isDone = done === total;
    if (!isDone && !stderr.isTerminal) return;
    const why = reason === null ? '' : `: ${reason}`;
    const text = terminalText(
      `farend: ${source} ${done} of ${total}, ${known} known${failed === 0 ? '' : `, ${failed} failed${why}`}`,
      200,
    );
    const cut = stderr.isTerminal ? text.slice(0, Math.max(stderr.columns() ?? 0, 60) - 1) : text;
    stderr.write(`${stderr.isTerminal ? '\r' : ''}${cut.padEnd(shown)}${isDone ? '\n' : ''}`);
    shown = isDone ? 0 : cut.length;
    stderr.flush();
  };
}

/** What is to be asked, as the options say. Throws UserError for unfit ones. */
export function askOptions(args: Arguments, io: Io): AskOptions {
  const names = args.values('online').flatMap((text) => text.split(',').filter((name) => name !== ''));
  return {
    wanted: names.length === 0 ? null : names,
    isActiveAllowed: args.has('active'),
    tlp: tlpOf(args.value('tlp')),
    pap: PAP.find((name) => name === args.value('pap')) ?? null,
    asksExpected: args.has('ask-expected'),
    excluded: args.values('exclude').flatMap((text) => blocks(text, '--exclude')),
    own: blocks(io.env.FAREND_OWN ?? '', 'FAREND_OWN'),
    isRefreshed: args.has('refresh'),
    maxAgeHours: args.number('max-age', 0),
  };
}

function tlpOf(text: string | null): Tlp | null {
  return TLP.find((name) => name === text) ?? null;
}

function blocks(text: string, where: string): Prefix[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => {
      const block = parsePrefix(word);
      if (block !== null) return block;
      throw new UserError(
        `${where} ${word} is no address or block`,
        'For example: --exclude 203.0.113.0/24,2001:db8::1',
      );
    });
}

function endpointTexts(args: Arguments, io: Io): string[] {
  const fromEnv = (io.env.FAREND_ENDPOINTS ?? '').split(/[\s,]+/).filter((text) => text !== '');
  return [...fromEnv, ...args.values('endpoint')];
}
