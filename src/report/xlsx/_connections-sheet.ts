import type { PeerFlow, PeerProcess } from '../../model/peer.js';
import { processName } from '../_peer-words.js';
import { type Cell, link, number, text } from './_cells.js';
import { type PeerRow, rowsText, several } from './_row.js';
import type { SheetColumn, SheetShape } from './_sheet.js';

/** What one peer, port, program, state, direction and host had together. */
export interface FlowRow extends PeerRow {
  readonly flow: PeerFlow;
  readonly process: PeerProcess | null;
}

const column = (title: string, width: number, cell: (row: FlowRow) => Cell | null): SheetColumn<FlowRow> => ({
  title,
  width,
  cell,
});

const COLUMNS: readonly SheetColumn<FlowRow>[] = [
  column('Verdict', 12.5, ({ judged }) => text(judged.judgement.verdict)),
  column('Address', 24, ({ judged, names, place }) => link(names.name(judged.peer.text), { place })),
  column('Port', 8, ({ flow }) => number(flow.port, 'plain')),
  column('Protocol', 10, ({ flow }) => text(flow.protocol)),
  column('Direction', 11, ({ flow }) => text(flow.direction)),
  column('State', 13, ({ flow }) => text(flow.state)),
  column('Connections', 12.5, ({ flow }) => number(flow.connections)),
  column('Program', 22, ({ process }) => text(process === null ? null : processName(process))),
  column('PID', 8, ({ process }) => number(process?.pid ?? null, 'plain')),
  column('Organisation', 24, ({ judged: { owner } }) => text(owner.organisation ?? owner.as?.name ?? null)),
  column('Country', 15, ({ judged: { owner } }) => text(owner.country?.name ?? null)),
  column('Port in practice', 26, (row) => text(knowledge(row)?.observed[0]?.use ?? null)),
  column('Port registered for', 20, (row) => text(knowledge(row)?.registered?.name ?? null)),
  column('Path', 40, ({ process }) => text(process?.path ?? null)),
  column('Windows services', 18, ({ process }) => text(several(process?.services ?? []))),
  column('User', 16, ({ process }) => text(process?.user ?? null)),
  column('Command line', 40, ({ process }) => text(process?.commandLine ?? null)),
  column('Started by', 16, ({ process }) => text(process?.parent ?? null)),
  column('Signed by', 18, ({ process }) => text(process?.signer ?? null)),
  column('Host', 16, ({ flow }) => text(flow.host)),
  column('Whose port', 12, ({ flow }) => text(flow.port === null ? null : flow.isLocal ? 'ours' : 'theirs')),
  column('Lines of the peer', 26, (row) => text(rowsText(row))),
];

export const CONNECTIONS: SheetShape<FlowRow> = {
  name: 'Connections',
  number: 2,
  columns: COLUMNS,
  frozen: 2,
  hasVerdict: true,
};

function knowledge({ judged: { peer, ports }, flow }: FlowRow): PeerRow['judged']['ports'][number] | undefined {
  const index = peer.ports.findIndex(
    ({ port, protocol, isLocal }) => port === flow.port && protocol === flow.protocol && isLocal === flow.isLocal,
  );
  return ports[index];
}
