import type { Investigation } from '../../model/investigation.js';
import type { RawRows } from '../report.js';
import { iconSheet } from './_icons.js';
import { overview } from './_overview.js';
import type { PageContext } from './_page-context.js';
import { peerBody } from './_peer-card.js';
import { reading } from './_reading.js';
import { rowData } from './_row-data.js';
import { summary } from './_summary.js';
import { survey } from './_survey.js';

export { PAGE_ICON } from './_icons.js';

/** Rows that a live page is given; the peers after them are in the downloads. */
const MOST_ROWS = 50_000;

/** Pieces of the HTML report, escaped like it, for a page that puts them together itself. */
export interface Sections {
  readonly icons: string;
  readonly summary: string;
  /** Empty where there is no peer to draw. */
  readonly overview: string;
  readonly reading: string;
}

/** The pieces that are about the whole investigation. */
export function sectionsOf(investigation: Investigation): Sections {
  const context = contextOf(investigation);
  const found = survey(investigation);
  return {
    icons: iconSheet().source,
    summary: summary(context, found).source,
    overview: overview(found)?.source ?? '',
    reading: reading(context).source,
  };
}

/** What is in the card of one peer. */
export function cardOf(investigation: Investigation, index: number, rawRows: RawRows): string {
  return peerBody(investigation.peers.at(index), contextOf(investigation, rawRows)).source;
}

/** What a table of the peers shows, sorts and filters by, as JSON (`RowData`). */
export function peerRows(investigation: Investigation): string {
  return rowData(investigation, Math.min(MOST_ROWS, investigation.peers.length));
}

function contextOf(investigation: Investigation, rawRows: RawRows | null = null): PageContext {
  return { investigation, edition: 'analyst', tlp: 'amber', cards: new Set(), hunts: 'card', rawRows, rows: 0 };
}
