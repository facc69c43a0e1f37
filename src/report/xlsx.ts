import type { Investigation } from '../model/investigation.js';
import { writing } from './_defang.js';
import type { ArchiveReport, Parts } from './report.js';
import { type LeftOut, writeAbout } from './xlsx/_about-sheet.js';
import { CONNECTIONS } from './xlsx/_connections-sheet.js';
import { FINDINGS } from './xlsx/_findings-sheet.js';
import { PEERS } from './xlsx/_peers-sheet.js';
import type { PeerRow } from './xlsx/_row.js';
import { SharedTexts } from './xlsx/_shared-texts.js';
import { TableSheet } from './xlsx/_sheet.js';
import { SOURCES, sourceRows } from './xlsx/_sources-sheet.js';
import { stylesPart } from './xlsx/_styles.js';
import { put, writeFrame } from './xlsx/_workbook.js';

/** A workbook for people who live in a spreadsheet (Office Open XML, ECMA-376): tables that filter, sort and colour. */
export const xlsx: ArchiveReport = {
  name: 'xlsx',
  title: 'Excel workbook: peers, connections, findings, sources, safe against formulas',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extensions: ['xlsx'],
  renderParts(investigation, options, parts) {
    const shared = new SharedTexts();
    writeFrame(parts);
    put(parts, 'xl/styles.xml', stylesPart());
    const left = writePeerSheets(investigation, options.defang, parts, shared);
    const sources = new TableSheet(SOURCES, parts, shared);
    for (const row of sourceRows(investigation, writing(options.defang))) sources.add(row);
    sources.close();
    writeAbout(investigation, options, left, parts, shared);
    const texts = parts.open('xl/sharedStrings.xml');
    shared.write((text) => texts.write(text));
    texts.close();
  },
};

/** Three sheets at once, since building a peer costs more than writing it. Tells what they had to leave out. */
function writePeerSheets(
  investigation: Investigation,
  defang: boolean,
  parts: Parts,
  shared: SharedTexts,
): readonly LeftOut[] {
  const names = writing(defang);
  const peers = new TableSheet(PEERS, parts, shared);
  const connections = new TableSheet(CONNECTIONS, parts, shared);
  const findings = new TableSheet(FINDINGS, parts, shared);
  for (const judged of investigation.peers) {
    const row: PeerRow = { judged, investigation, names, place: `Peers!${peers.nextPlace}` };
    peers.add(row);
    const { flows, processes } = judged.peer;
    for (const flow of flows) {
      connections.add({ ...row, flow, process: flow.process === null ? null : processes[flow.process] });
    }
    findings.add({ ...row, finding: null });
    for (const finding of judged.judgement.findings) findings.add({ ...row, finding });
  }
  return [peers, connections, findings].map((sheet) => {
    sheet.close();
    return { sheet: sheet.name, rows: sheet.omitted, links: sheet.unlinked };
  });
}
