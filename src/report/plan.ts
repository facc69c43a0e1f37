import type { OnlinePlan, PlannedSource, Skipped } from '../model/plan.js';
import { terminalText } from './terminal-text.js';

/** Addresses named in full before the rest is counted. */
const NAMED = 5;

/** The plan for a person: who would be told what, what it takes, what is left out and why. */
export function planText({ sources, skipped, requests, seconds, addresses }: OnlinePlan): string {
  const asked = sources.filter((source) => source.addresses.length > 0 || source.cached > 0);
  const others = sources.filter((source) => !asked.includes(source));
  const lines = [
    `Online: ${plural(addresses.length, 'address', 'addresses')}, ${plural(requests, 'request')} to ${plural(
      asked.filter((source) => source.requests > 0).length,
      'source',
    )}${requests === 0 ? '' : `, about ${duration(seconds)}`}`,
    ...asked.flatMap(sourceLines),
    ...othersLines(others),
  ];
  if (skipped.length > 0) lines.push(`  Not sent to anybody: ${reasons(skipped)}`);
  return `${lines.map((line) => terminalText(line)).join('\n')}\n`;
}

/** The plan for a machine. */
export function planJson(plan: OnlinePlan): string {
  return `${JSON.stringify({ plan }, null, 2)}\n`;
}

/** One line for all that lack a key, one for each that is left out for another reason. */
function othersLines(others: readonly PlannedSource[]): string[] {
  const keyless = others.filter((source) => why(source).startsWith('no key'));
  const services = [...new Set(keyless.map(({ service }) => service))];
  return [
    ...others
      .filter((source) => !keyless.includes(source))
      .map((source) => `  ${source.title}: not asked (${why(source)})`),
    ...(services.length === 1 ? [`  ${keyless[0].title}: not asked (${why(keyless[0])})`] : []),
    ...(services.length > 1 ? [`  Not asked, no key (see farend keys list): ${services.join(', ')}`] : []),
  ];
}

function why({ skipped }: PlannedSource): string {
  return skipped[0]?.reason ?? 'nothing to ask';
}

function sourceLines(source: PlannedSource): string[] {
  const { title, settings, hosts, kind, requests, quotaLeft, seconds, cached, skipped, addresses } = source;
  const quota = quotaLeft === null ? '' : ` of ${quotaLeft} left`;
  const time = requests === 0 ? '' : `, ${duration(seconds)}`;
  const set = settings === null ? '' : ` (${settings})`;
  const parts = [
    ...(requests === 0 ? [] : [`${plural(requests, 'request')}${quota}${time}`]),
    ...(cached === 0 ? [] : [`${cached} from the cache`]),
    ...(skipped.length === 0 ? [] : [`left out: ${reasons(skipped)}`]),
  ];
  const shown = addresses.slice(0, NAMED).join(' ');
  const more = addresses.length > NAMED ? ` and ${addresses.length - NAMED} more` : '';
  return [
    `  ${title}${set}${kind === 'active' ? ' (active: the peer may notice)' : ''}: ${parts.join('; ')}`,
    ...(addresses.length === 0 ? [] : [`    tells ${hosts.join(', ')} about ${shown}${more}`]),
  ];
}

function reasons(skipped: readonly Skipped[]): string {
  return skipped.map(({ reason, addresses }) => `${addresses} ${reason}`).join(', ');
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `3 s`, `4 min`, `2.5 h`. */
function duration(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
