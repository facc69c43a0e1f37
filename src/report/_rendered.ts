import type { Investigation } from '../model/investigation.js';
import type { ArchiveReport, Parts, RenderOptions, Report } from './report.js';

// What a report writes, as one text or part by part: for tests.

export const PLAIN_OPTIONS: RenderOptions = {
  width: 80,
  colour: false,
  defang: false,
  isTerminal: false,
  top: null,
  utc: true,
  detail: 'full',
  observedAt: Date.UTC(2026, 5, 17, 14, 3, 9),
};

/** The parts of a container by name, in the order in which they were closed. */
export function renderedParts(
  report: ArchiveReport,
  investigation: Investigation,
  options: RenderOptions,
): Map<string, string> {
  const closed = new Map<string, string>();
  const parts: Parts = {
    open(name) {
      let text = '';
      return {
        write: (chunk) => {
          text += chunk;
        },
        close: () => void closed.set(name, text),
      };
    },
  };
  report.renderParts(investigation, options, parts);
  return closed;
}

/** Everything that a report writes, its parts one after another. */
export function renderedText(
  report: Report | ArchiveReport,
  investigation: Investigation,
  options: RenderOptions = PLAIN_OPTIONS,
): string {
  if ('renderParts' in report) return [...renderedParts(report, investigation, options).values()].join('\n');
  const chunks: string[] = [];
  report.render(investigation, options, (chunk) => void chunks.push(chunk));
  return chunks.join('');
}
