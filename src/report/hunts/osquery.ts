import { type Hunt, linesFor, withMapped } from './_hunt.js';

/** Sockets with their programs, and programs by name (osquery schema: process_open_sockets, processes). */
export const osquery: Hunt = {
  name: 'osquery',
  title: 'osquery',
  where: 'in osqueryi, or as a live query of Fleet',
  language: 'sql',
  lines: ({ addresses, programs }) => [
    ...linesFor(addresses, (texts) => [
      `SELECT p.pid, p.name, p.path, p.cmdline, s.local_port, s.remote_address, s.remote_port, s.state FROM process_open_sockets s LEFT JOIN processes p USING (pid) WHERE s.remote_address IN (${list(withMapped(texts))});`,
    ]),
    ...linesFor(programs, (texts) => [
      `SELECT pid, parent, name, path, cmdline, on_disk FROM processes WHERE name IN (${list(texts)});`,
    ]),
  ],
};

/** SQL strings: a quote is doubled, nothing else is special. */
function list(texts: readonly string[]): string {
  return texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
}
