import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import type { RenderOptions, ReportEntry } from '../report/report.js';
import type { TextOutput } from './io.js';

/** A report that is loaded and knows how to fill a file or standard output. */
export interface Renderer {
  readonly defangsByDefault: boolean;
  render(investigation: Investigation, options: RenderOptions, output: TextOutput): void;
}

/** Loads a report, and the packer when it is a container. Throws UserError for a container on a terminal. */
export async function rendererOf(entry: ReportEntry): Promise<Renderer> {
  const report = await entry.load();
  const defangsByDefault = report.defangsByDefault === true;
  if (!('renderParts' in report)) {
    return {
      defangsByDefault,
      render: (investigation, options, output) => report.render(investigation, options, (chunk) => output.write(chunk)),
    };
  }
  const { ZipOutput } = await import('./zip-output.js');
  return {
    defangsByDefault,
    render(investigation, options, output) {
      requireNoTerminal(entry, output);
      const zip = new ZipOutput((bytes) => output.writeBytes(bytes));
      report.renderParts(investigation, options, zip);
      zip.end();
    },
  };
}

function requireNoTerminal({ name, extensions }: ReportEntry, output: TextOutput): void {
  if (!output.isTerminal) return;
  throw new UserError(`${name} is no text for a terminal`, `Write a file: --out peers.${extensions[0]}`);
}
