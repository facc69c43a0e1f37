import { inGroup, type Option } from './command.js';

/** What `--online` and its companions are called; the work is in a part of its own. */
export const ONLINE_OPTIONS: readonly Option[] = inGroup('Asking others', [
  {
    name: 'online',
    mayHave: 'SOURCES',
    isRepeatable: true,
    says: 'Also ask registries and reputation services, after showing who would be told what; SOURCES: names or all',
  },
  { name: 'plan', says: 'Print the plan of --online and send nothing' },
  { name: 'yes', says: 'Send it without asking, for scripts' },
  { name: 'active', says: 'Also what the peer may notice (reverse DNS)' },
  {
    name: 'pap',
    value: { placeholder: 'LEVEL', choices: ['clear', 'green', 'amber', 'red'] },
    says: 'Whom the case permits to ask: clear or green also the peer itself, amber third parties only, red nobody',
  },
  { name: 'ask-expected', says: 'Also ask about peers that are expected at a big platform' },
  {
    name: 'exclude',
    value: { placeholder: 'BLOCKS' },
    isRepeatable: true,
    says: 'Never ask about these addresses or blocks; your own: FAREND_OWN',
  },
  { name: 'refresh', says: 'Ask again although an answer is on disk' },
  { name: 'max-age', value: { placeholder: 'HOURS' }, says: 'Oldest answer on disk that is used again' },
  { name: 'deadline', value: { placeholder: 'SECONDS' }, says: 'Stop asking after so long (default 900)' },
  {
    name: 'xforce-thresholds',
    value: { placeholder: 'S,M' },
    says: 'Score of X-Force that is suspicious, and malicious (default 4,7; other tools 2,5); also FAREND_XFORCE_THRESHOLDS',
  },
  {
    name: 'ca',
    value: { placeholder: 'FILE', isFile: true },
    says: 'Trust this CA too (PEM), for a proxy that inspects TLS',
  },
  {
    name: 'endpoint',
    value: { placeholder: 'HOST=URL' },
    isRepeatable: true,
    says: 'Ask URL (or host:port) instead of HOST: a mirror of your own; also FAREND_ENDPOINTS',
  },
]);

/** Those of them that belong to this computer and not to one question. */
export const NETWORK_OPTIONS: readonly string[] = ['ca', 'deadline', 'endpoint', 'xforce-thresholds'];
