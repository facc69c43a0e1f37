import assert from 'node:assert/strict';
import { memorySource } from '../../src/inputs/_memory-source.js';
import { firstLook, readInputs } from '../../src/inputs/index.js';
import type { Connection, Endpoint } from '../../src/model/connection.js';
import type { InputSummary } from '../../src/model/input.js';

/** No reading of a small input takes longer, wherever it runs. */
const LONGEST_MS = 20_000;
/** Below that, time says nothing about growth. */
const MEASURABLE_MS = 60;
/** Twice the input may take three times as long: caches and the collector of garbage are not linear. */
const MOST_GROWTH = 3.2;

/** What reading gave, counted. */
interface Outcome {
  readonly summaries: readonly InputSummary[];
  readonly rows: number;
  readonly milliseconds: number;
}

/** Reads bytes as a file of that name and checks what must hold for any bytes. Throws where it doesn't. */
export async function tryBytes(name: string, bytes: Uint8Array, step?: number): Promise<Outcome> {
  const summaries: InputSummary[] = [];
  let rows = 0;
  const sink = {
    connection(row: Connection) {
      rows += row.count;
      checkRow(row);
    },
  };
  const started = performance.now();
  const companion = (reading: { readonly summary: { readonly entries: number } }): void =>
    assert.ok(reading.summary.entries >= 0);
  for await (const summary of readInputs(memorySource(name, bytes, step), sink, { companion })) summaries.push(summary);
  const milliseconds = performance.now() - started;
  assert.ok(milliseconds < LONGEST_MS, `${bytes.length} bytes took ${milliseconds} ms`);
  assert.ok(rows >= summaries.reduce((sum, summary) => sum + summary.rows, 0), 'rows that were counted were given');
  for (const summary of summaries) checkSummary(summary);
  return { summaries, rows, milliseconds };
}

function checkRow({ protocol, local, remote, line, count, time, process }: Connection): void {
  assert.ok(/^[a-z0-9][a-z0-9_.-]{0,19}$/.test(protocol), `protocol ${JSON.stringify(protocol)}`);
  assert.ok(Number.isInteger(line) && line > 0 && Number.isInteger(count) && count > 0, `line ${line}, count ${count}`);
  assert.ok(time === null || Number.isFinite(time), `time ${time}`);
  assert.ok(process?.pid == null || (Number.isInteger(process.pid) && process.pid >= 0), `pid ${process?.pid}`);
  checkEnd(remote);
  if (local !== null) checkEnd(local);
}

function checkEnd({ address, port, name, isAny, cut }: Endpoint): void {
  const kinds = [address !== null, name !== null, isAny, cut !== null].filter(Boolean).length;
  assert.equal(kinds, 1, `an end is one thing: ${JSON.stringify({ address, name, isAny, cut })}`);
  assert.ok(port === null || (Number.isInteger(port) && port >= 0 && port <= 65_535), `port ${port}`);
}

function checkSummary({ format, rows, badLines, badLineCount }: InputSummary): void {
  assert.ok(format !== null || rows === 0, 'rows of no format');
  assert.equal(badLines.length, Math.min(badLineCount, 1_000), 'bad lines are kept');
  for (const { text, line } of badLines) {
    assert.ok(text.length <= 300 && line > 0, 'bad lines are bounded');
    assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text), 'bad lines are printable');
  }
}

/** The pieces in which an input comes change nothing. */
export async function tryPieces(name: string, bytes: Uint8Array): Promise<void> {
  const [whole, torn] = [await tryBytes(name, bytes), await tryBytes(name, bytes, 1 + (bytes.length % 1_021))];
  const told = ({ summaries, rows }: Outcome): unknown => [
    rows,
    summaries.map(({ rows: read, badLineCount, format }) => [read, badLineCount, format]),
  ];
  assert.deepEqual(told(torn), told(whole), 'pieces change what is read');
}

/** A companion is read whatever it is; the rest of the file is no business of this. */
export async function tryCompanion(name: string, bytes: Uint8Array): Promise<void> {
  const { reading } = await firstLook(memorySource(name, bytes));
  for (const pid of reading?.facts.processes.keys() ?? []) assert.ok(Number.isInteger(pid) && pid >= 0, `pid ${pid}`);
}

/** Twice as much takes about twice as long, measured again before it is said. */
export async function tryGrowth(name: string, bytes: Uint8Array): Promise<void> {
  const once = Buffer.concat(Array.from({ length: Math.max(1, Math.ceil(600_000 / (bytes.length + 1))) }, () => bytes));
  const twice = Buffer.concat([once, once]);
  let growth = Infinity;
  for (let attempt = 0; attempt < 4 && growth > MOST_GROWTH; attempt += 1) {
    const { milliseconds: short } = await tryBytes(name, once);
    const { milliseconds: long } = await tryBytes(name, twice);
    growth = long < MEASURABLE_MS ? 0 : long / Math.max(short, 1);
  }
  assert.ok(growth <= MOST_GROWTH, `twice the input takes ${growth.toFixed(1)} times as long`);
}
