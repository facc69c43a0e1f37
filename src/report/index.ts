import type { ReportEntry } from './report.js';

/** All output formats, alphabetical. Loaded on use: start-up pays only for the one asked for. */
export const reports: readonly ReportEntry[] = [
  {
    name: 'blocklist',
    extensions: [],
    isAskedApart: true,
    load: async () => (await import('./blocklist.js')).blocklist,
  },
  { name: 'csv', extensions: ['csv'], load: async () => (await import('./csv.js')).csv },
  { name: 'ecs', extensions: ['ecs.ndjson'], load: async () => (await import('./ecs.js')).ecs },
  { name: 'html', extensions: ['html', 'htm'], hasEditions: true, load: async () => (await import('./html.js')).html },
  { name: 'hunts', extensions: ['hunts.md'], load: async () => (await import('./hunts.js')).hunts },
  { name: 'json', extensions: ['json'], load: async () => (await import('./json.js')).json },
  { name: 'markdown', extensions: ['md', 'markdown'], load: async () => (await import('./markdown.js')).markdown },
  { name: 'misp', extensions: ['misp.json'], load: async () => (await import('./misp.js')).misp },
  { name: 'ndjson', extensions: ['ndjson', 'jsonl'], load: async () => (await import('./ndjson.js')).ndjson },
  { name: 'ocsf', extensions: ['ocsf.ndjson'], load: async () => (await import('./ocsf.js')).ocsf },
  { name: 'stix', extensions: ['stix.json', 'stix'], load: async () => (await import('./stix.js')).stix },
  { name: 'text', extensions: ['txt', 'text'], load: async () => (await import('./text.js')).text },
  { name: 'xlsx', extensions: ['xlsx'], load: async () => (await import('./xlsx.js')).xlsx },
];

/** What `blocklist` can write, without loading it. */
export const blocklistFlavours: readonly string[] = ['cisco', 'nftables', 'plain', 'suricata', 'windows-firewall'];

/** The usual ending of every report that has one, for a person: `.csv .ecs.ndjson …`. */
export function fileEndings(): string {
  return reports.flatMap(({ extensions }) => extensions.slice(0, 1).map((ending) => `.${ending}`)).join(' ');
}
