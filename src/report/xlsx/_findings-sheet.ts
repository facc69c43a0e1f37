import type { Finding } from '../../model/judgement.js';
import { programNames } from '../_peer-words.js';
import { type Cell, link, number, text } from './_cells.js';
import { type PeerRow, sentence, several } from './_row.js';
import type { SheetColumn, SheetShape } from './_sheet.js';

/** One reason of one peer; null stands for what the score starts from. */
export interface FindingRow extends PeerRow {
  readonly finding: Finding | null;
}

const column = (title: string, width: number, cell: (row: FindingRow) => Cell | null): SheetColumn<FindingRow> => ({
  title,
  width,
  cell,
});

const COLUMNS: readonly SheetColumn<FindingRow>[] = [
  column('Verdict', 12.5, ({ judged }) => text(judged.judgement.verdict)),
  column('Address', 24, ({ judged, names, place }) => link(names.name(judged.peer.text), { place })),
  column('Weight', 9, ({ judged, finding }) => number(finding?.weight ?? judged.judgement.prior, 'signed')),
  column('Reason', 90, (row) =>
    row.finding === null ? text('before any evidence') : text(sentence(row, row.finding.says), 'wrapped'),
  ),
  column('Family', 12, ({ finding }) => text(finding?.family ?? 'prior')),
  column('Rule', 26, ({ finding }) => text(finding?.rule ?? null)),
  column('ATT&CK', 14, ({ finding }) => text(several(finding?.attack ?? []))),
  column('Evidence', 50, (row) => text(sentence(row, several(row.finding?.evidence ?? [])))),
  column('Program', 22, ({ judged: { peer } }) => text(several(programNames(peer)))),
  column('Organisation', 24, ({ judged: { owner } }) => text(owner.organisation ?? owner.as?.name ?? null)),
];

export const FINDINGS: SheetShape<FindingRow> = {
  name: 'Findings',
  number: 3,
  columns: COLUMNS,
  frozen: 2,
  hasVerdict: true,
};
