import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { answerSays, answerTime } from './_answer-words.js';
import { counterfactualWords } from './_counterfactual-words.js';
import { csvNumber, csvText } from './_csv-text.js';
import { type Writing, writing } from './_defang.js';
import { listWords } from './_list-words.js';
import { noteLine } from './_note-words.js';
import { decimalsFor, signed } from './_numbers.js';
import { isoTime } from './_time.js';
import type { Report } from './report.js';

type Cell = (judged: JudgedPeer, investigation: Investigation, names: Writing) => string;

const list = (values: readonly (string | number | null)[]): string =>
  csvText([...new Set(values.filter((value) => value !== null).map(String))].join('; '));

const counts = (values: Readonly<Partial<Record<string, number>>>): string =>
  list(Object.entries(values).map(([name, count]) => `${name} ${count}`));

/** Columns in their stable order; new ones go to the end. */
const COLUMNS: readonly (readonly [string, Cell])[] = [
  ['verdict', ({ judgement }) => judgement.verdict],
  ['probability', ({ judgement }) => csvNumber(Number(judgement.probability.toFixed(4)))],
  ['score', ({ judgement }) => csvNumber(judgement.score)],
  ['address', ({ peer }, _, names) => csvText(names.name(peer.text))],
  ['names', ({ peer }, _, names) => list(peer.names.map(names.name))],
  ['country_code', ({ owner }) => csvText(owner.country?.code ?? '')],
  ['country', ({ owner }) => csvText(owner.country?.name ?? '')],
  ['as_number', ({ owner }) => csvNumber(owner.as?.number ?? null)],
  ['as_name', ({ owner }) => csvText(owner.as?.name ?? '')],
  ['organisation', ({ owner }) => csvText(owner.organisation ?? '')],
  ['network_kind', ({ owner }) => csvText(owner.network.kind)],
  ['provider', ({ owner }) => csvText(owner.network.provider ?? '')],
  ['service', ({ owner }) => csvText(owner.network.service ?? '')],
  ['ports', ({ peer }) => list(peer.ports.map(({ port, protocol }) => `${port}/${protocol}`))],
  ['port_observed', ({ ports }) => list(ports.flatMap(({ observed }) => observed.slice(0, 1).map(({ use }) => use)))],
  ['port_registered', ({ ports }) => list(ports.map(({ registered }) => registered?.name ?? null))],
  ['programs', ({ peer }) => list(peer.processes.map(({ name }) => name))],
  ['paths', ({ peer }) => list(peer.processes.map(({ path }) => path))],
  ['pids', ({ peer }) => list(peer.processes.map(({ pid }) => pid))],
  ['services', ({ peer }) => list(peer.processes.flatMap(({ services }) => services))],
  ['users', ({ peer }) => list(peer.processes.map(({ user }) => user))],
  ['hosts', ({ peer }) => list(peer.hosts)],
  ['states', ({ peer }) => counts(peer.states)],
  ['directions', ({ peer }) => counts(peer.directions)],
  ['connections', ({ peer }) => csvNumber(peer.connections)],
  ['bytes_sent', ({ peer }) => csvNumber(peer.bytesSent)],
  ['bytes_received', ({ peer }) => csvNumber(peer.bytesReceived)],
  ['first_seen', ({ peer }) => isoTime(peer.firstSeen) ?? ''],
  ['last_seen', ({ peer }) => isoTime(peer.lastSeen) ?? ''],
  [
    'reasons',
    ({ peer, judgement }, _, names) => reasons(judgement, (says) => names.sentence(says, [peer.text, ...peer.names])),
  ],
  ['attack', ({ judgement }) => list(judgement.findings.flatMap(({ attack }) => attack))],
  ['coverage', ({ judgement }) => csvNumber(Number(judgement.coverage.toFixed(2)))],
  ['rows', ({ peer }, { inputs }) => list(peer.rows.map(({ input, line }) => `${inputs[input]?.name ?? ''}:${line}`))],
  ['rows_omitted', ({ peer }) => csvNumber(peer.rowsOmitted)],
  ['lists', ({ lists }, _, names) => list(lists.map((evidence) => names.sentence(listWords(evidence), [])))],
  [
    'services_said',
    ({ peer, answers = [] }, _, names) =>
      list(
        answers.map((answer) =>
          names.sentence(`${answer.source} ${answerSays(answer)} (${answerTime(answer)})`, [peer.text, ...peer.names]),
        ),
      ),
  ],
  ['would_be', ({ judgement }) => csvText(counterfactualWords(judgement))],
  ['expectation', ({ judgement }) => judgement.expectation?.grade ?? ''],
  ['verdict_before', ({ before }) => before?.verdict ?? ''],
  ['note_status', ({ note }) => note?.status ?? ''],
  ['note_tags', ({ note }) => list(note?.tags ?? [])],
  [
    'note',
    ({ peer, note }, _, names) =>
      csvText(names.sentence(note === undefined ? '' : noteLine(note), [peer.text, ...peer.names])),
  ],
];

/** One peer a line, RFC 4180, columns that stay. */
export const csv: Report = {
  name: 'csv',
  title: 'CSV for a spreadsheet, one peer a line, safe against formulas',
  mediaType: 'text/csv',
  extensions: ['csv'],
  render(investigation, options, write) {
    const names = writing(options.defang);
    write(`${COLUMNS.map(([name]) => name).join(',')}\r\n`);
    for (const judged of investigation.peers) {
      write(`${COLUMNS.map(([, cell]) => cell(judged, investigation, names)).join(',')}\r\n`);
    }
  },
};

/** Weights behind their sentences: a cell must not begin with a sign. */
function reasons({ prior, findings }: JudgedPeer['judgement'], says: (text: string) => string): string {
  const decimals = decimalsFor([prior, ...findings.map(({ weight }) => weight)]);
  const said = findings.map((finding) => `${says(finding.says)} [${signed(finding.weight, decimals)}]`);
  return csvText([`before any evidence [${signed(prior, decimals)}]`, ...said].join(' | '));
}
