import type { BlindSpot } from '../model/input.js';
import { EventChunks, type Range } from './events/event-chunks.js';
import { EventRows } from './events/event-rows.js';
import type { BinaryFormat, ByteReader, CaptureFacts, Sink } from './format.js';

// An event of the format, as its binary XML reads in text:
// <Event><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>3</EventID>...</System>
// <EventData><Data Name='Image'>C:\Tools\example.exe</Data><Data Name='DestinationIp'>192.0.2.47</Data>...</EventData></Event>

class EvtxReader implements ByteReader {
  readonly #rows: EventRows;
  readonly #chunks: EventChunks;

  constructor(sink: Sink) {
    this.#rows = new EventRows(sink);
    this.#chunks = new EventChunks({
      // A damaged record number may be 0; rows are counted from 1.
      event: (event, record) => this.#rows.event(event, Math.max(record, 1)),
      lost: (record, reason) => sink.badLine(Math.max(record, 1), '', reason),
    });
  }

  chunk(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  end(): CaptureFacts {
    this.#chunks.end();
    const { records, ranges } = this.#chunks;
    const blindSpots = this.#rows.blindSpots();
    const missing = gaps(ranges);
    if (missing > 0) blindSpots.push(incomplete(missing));
    return { tool: `Windows event log, ${records} events`, language: null, os: 'windows', blindSpots };
  }
}

/** Record numbers run on over chunks, wherever a chunk lies in the file: how many are missing in between. */
function gaps(ranges: readonly Range[]): number {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  let missing = 0;
  let last = sorted[0]?.[1] ?? 0;
  for (const [first, end] of sorted) {
    if (first > last + 1) missing += first - last - 1;
    last = Math.max(last, end);
  }
  return missing;
}

function incomplete(missing: number): BlindSpot {
  return {
    id: 'events-lost',
    says: `${missing} events between the first and the last are not in this file, so connections may be missing.`,
    fix: 'wevtutil epl Microsoft-Windows-Sysmon/Operational sysmon.evtx',
  };
}

/** Event logs of Windows: the connections that Sysmon and the filtering platform wrote down. */
export const evtx: BinaryFormat = {
  name: 'evtx',
  title: 'Windows event log (EVTX)',
  reads: [
    {
      tool: 'Sysmon',
      versions: 'event 3; 1 and 22 add command lines and names',
      link: 'https://learn.microsoft.com/sysinternals/downloads/sysmon',
    },
    {
      tool: 'Security log',
      versions: 'events 5156 and 5157 of the filtering platform; 4688 adds command lines',
      link: 'https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-5156',
    },
  ],
  openBytes: (_head, sink) => new EvtxReader(sink),
};
