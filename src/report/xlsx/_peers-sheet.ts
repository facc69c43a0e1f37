import { answerSays, answerTime } from '../_answer-words.js';
import { counterfactualWords } from '../_counterfactual-words.js';
import { listWords } from '../_list-words.js';
import { mainFinding } from '../_main-finding.js';
import { noteLine, statusWords } from '../_note-words.js';
import { decimalsFor, signed } from '../_numbers.js';
import { countWords, programNames } from '../_peer-words.js';
import { addressPivots } from '../_pivots.js';
import { type Cell, link, number, text, time } from './_cells.js';
import { type PeerRow, portCell, rowsText, sentence, several } from './_row.js';
import type { SheetColumn, SheetShape } from './_sheet.js';

const column = (title: string, width: number, cell: (row: PeerRow) => Cell | null): SheetColumn<PeerRow> => ({
  title,
  width,
  cell,
});

/** What decides comes first, where it is read without scrolling; all the rest behind it. */
const COLUMNS: readonly SheetColumn<PeerRow>[] = [
  column('Verdict', 12.5, ({ judged }) => text(judged.judgement.verdict)),
  column('Likely bad', 11, ({ judged }) => number(judged.judgement.probability, 'share')),
  column('Address', 24, ({ judged, names }) => text(names.name(judged.peer.text))),
  column('Organisation', 24, ({ judged: { owner } }) => text(owner.organisation ?? owner.as?.name ?? null)),
  column('Country', 15, ({ judged: { owner } }) => text(owner.country?.name ?? null)),
  column('Program', 22, ({ judged: { peer } }) => text(several(programNames(peer)))),
  column('Ports', 14, ({ judged: { peer } }) => text(several(peer.ports.map(portCell)))),
  column('Port in practice', 26, ({ judged: { ports } }) =>
    text(several(ports.flatMap(({ observed }) => observed.slice(0, 1).map(({ use }) => use)))),
  ),
  column('Port registered for', 20, ({ judged: { ports } }) =>
    text(several(ports.map(({ registered }) => registered?.name ?? null))),
  ),
  column('Main reason', 60, mainReason),
  column('Connections', 12.5, ({ judged: { peer } }) => number(peer.connections)),
  column('Status', 14, ({ judged: { note } }) => text(note === undefined ? null : statusWords(note))),
  column('Tags', 20, ({ judged: { note } }) => text(several(note?.tags ?? []))),
  column('Note', 50, noted),
  column('Names', 24, ({ judged: { peer }, names }) => text(several(peer.names.map(names.name)))),
  column('Network', 16, ({ judged: { owner } }) => text(owner.network.kind === 'unknown' ? null : owner.network.kind)),
  column('Service', 18, ({ judged: { owner } }) => text(owner.network.service)),
  column('AS', 9, ({ judged: { owner } }) => number(owner.as?.number ?? null, 'plain')),
  column('AS name', 26, ({ judged: { owner } }) => text(owner.as?.name ?? null)),
  column('Country code', 13, ({ judged: { owner } }) => text(owner.country?.code ?? null)),
  column('Score', 8, ({ judged }) => number(judged.judgement.score, 'signed')),
  column('Coverage', 10.5, ({ judged }) => number(judged.judgement.coverage, 'share')),
  column('Lists', 30, (row) => text(several(row.judged.lists.map((evidence) => sentence(row, listWords(evidence)))))),
  column('ATT&CK', 14, ({ judged }) => text(several(judged.judgement.findings.flatMap(({ attack }) => attack)))),
  column('States', 18, ({ judged: { peer } }) => text(countWords(peer.states))),
  column('Directions', 12, ({ judged: { peer } }) => text(countWords(peer.directions))),
  column('Hosts', 16, ({ judged: { peer } }) => text(several(peer.hosts))),
  column('Users', 16, ({ judged: { peer } }) => text(several(peer.processes.map(({ user }) => user)))),
  column('Paths', 40, ({ judged: { peer } }) => text(several(peer.processes.map(({ path }) => path)))),
  column('Windows services', 18, ({ judged: { peer } }) =>
    text(several(peer.processes.flatMap(({ services }) => services))),
  ),
  column('Bytes sent', 13, ({ judged: { peer } }) => number(peer.bytesSent)),
  column('Bytes received', 15, ({ judged: { peer } }) => number(peer.bytesReceived)),
  column('First seen (UTC)', 19, ({ judged: { peer } }) => time(peer.firstSeen)),
  column('Last seen (UTC)', 19, ({ judged: { peer } }) => time(peer.lastSeen)),
  column('Lines in the evidence', 26, (row) => text(rowsText(row))),
  column('X-Force', 9, (row) => pivot(row, 'X-Force')),
  column('VirusTotal', 11, (row) => pivot(row, 'VirusTotal')),
  column('AbuseIPDB', 11, (row) => pivot(row, 'AbuseIPDB')),
  column('Shodan', 9, (row) => pivot(row, 'Shodan')),
  column('Next step', 50, nextStep),
  column('What services said', 70, servicesSaid),
  column('Would be', 50, ({ judged }) => text(counterfactualWords(judged.judgement))),
];

export const PEERS: SheetShape<PeerRow> = {
  name: 'Peers',
  number: 1,
  columns: COLUMNS,
  frozen: 3,
  hasVerdict: true,
  bars: 1,
};

function mainReason(row: PeerRow): Cell | null {
  const main = mainFinding(row.judged);
  if (main === null) return row.judged.judgement.verdict === 'unexplained' ? text('Nothing explains it.') : null;
  return text(`${sentence(row, main.says)} [${signed(main.weight, decimalsFor([main.weight]))}]`);
}

/** A page of somebody else about a public address; nothing leaves before it is clicked. */
function pivot({ judged: { peer } }: PeerRow, title: string): Cell | null {
  const found = addressPivots(peer.address, peer.text).find((candidate) => candidate.title === title);
  return found === undefined ? null : link(title, { url: found.url });
}

function nextStep(row: PeerRow): Cell | null {
  const [step] = row.judged.judgement.next;
  return step === undefined ? null : text(`${sentence(row, step.says)}: ${step.do}`);
}

function noted(row: PeerRow): Cell | null {
  const { note } = row.judged;
  return note === undefined ? null : text(sentence(row, noteLine(note)));
}

function servicesSaid(row: PeerRow): Cell | null {
  const said = (row.judged.answers ?? []).map(
    (answer) => `${answer.source} ${sentence(row, answerSays(answer))} (${answerTime(answer)})`,
  );
  return text(several(said));
}
