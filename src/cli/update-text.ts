import type { PlannedSource, UpdateReport } from '../flow/update.js';
import { terminalText } from '../report/terminal-text.js';

type SourceReport = UpdateReport['sources'][number];

/** What would be asked of whom: three lines for each publisher. */
export function planText(plan: readonly PlannedSource[]): string {
  const hosts = new Set(plan.map(({ url }) => new URL(url).host));
  const lines = plan.flatMap(({ key, title, url, licence, everyHours }) => [
    `  ${key}: ${title}`,
    `      GET ${url}`,
    `      at most every ${hours(everyHours)}; licence: ${licence}`,
  ]);
  const sum = `${plan.length} files of ${hosts.size} hosts would be asked for. Nothing was sent.`;
  return `${[...lines, '', sum].map((line) => terminalText(line)).join('\n')}\n`;
}

/** One source as soon as it is done. */
export function sourceLine({ title, outcome, reason, before, after }: SourceReport): string {
  const text = `  ${outcome.padEnd(13)} ${title}: ${said(outcome, before, after)}`;
  return `${terminalText(reason === null ? text : `${text} (${reason})`)}\n`;
}

function said(outcome: SourceReport['outcome'], before: SourceReport['before'], after: SourceReport['after']): string {
  if (after === null) return 'none at hand';
  const now = `${after.entries} entries, data of ${after.asOf}`;
  if (outcome === 'updated')
    return before === null ? `${now}, new` : `${now}, before ${before.entries} of ${before.asOf}`;
  return outcome === 'refused' || outcome === 'could-not-ask' ? `kept ${now}` : now;
}

/** What it all came to. */
export function summaryText({ home, sources, built }: UpdateReport): string {
  const count = (outcome: SourceReport['outcome']): number => sources.filter((one) => one.outcome === outcome).length;
  const failed = count('refused') + count('could-not-ask');
  const counts = `${count('updated')} updated, ${count('unchanged')} unchanged, ${count('not-due')} not due, ${failed} failed`;
  return [
    '',
    counts,
    built.version === null
      ? 'Nothing is in force: the embedded knowledge is used as it is.'
      : `In force: ${built.version}${versionNote(built)}, in ${terminalText(home)}`,
    ...licences(sources),
    '',
  ].join('\n');
}

function versionNote({ isNew, previous }: UpdateReport['built']): string {
  if (!isNew) return ' (as before)';
  return previous === null ? '' : ` (before: ${previous})`;
}

/** Licences of what is at hand: whoever uses the data needs them. */
function licences(sources: readonly SourceReport[]): string[] {
  const titles = new Map<string, string[]>();
  for (const { licence, title, after } of sources) {
    if (after !== null) titles.set(licence, [...(titles.get(licence) ?? []), title]);
  }
  if (titles.size === 0) return [];
  return ['Licences', ...[...titles].map(([licence, names]) => terminalText(`  ${licence}: ${names.join(', ')}`))];
}

function hours(count: number): string {
  return count % 24 === 0 && count > 24 ? `${count / 24} days` : `${Math.round(count * 10) / 10} h`;
}
