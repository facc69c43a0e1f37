import type { ReportEntry } from './report.js';

export type { RenderOptions, Report, ReportEntry, Write } from './report.js';

/** All output formats, alphabetical. Loaded on use: start-up pays only for the one asked for. */
export const reports: readonly ReportEntry[] = [
  { name: 'csv', extensions: ['csv'], load: async () => (await import('./csv.js')).csv },
  { name: 'json', extensions: ['json'], load: async () => (await import('./json.js')).json },
  { name: 'ndjson', extensions: ['ndjson', 'jsonl'], load: async () => (await import('./ndjson.js')).ndjson },
  { name: 'text', extensions: ['txt', 'text'], load: async () => (await import('./text.js')).text },
];
