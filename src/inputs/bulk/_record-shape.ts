import { JsonColumns } from '../_json-record.js';
import { jsonShape } from '../_json-shape.js';
import type { Node } from './table-kernel.js';
import { parsed, type TablePlan } from './table-plan.js';

/** What stands between the values of JSON records, and which cells the values are for. */
export class RecordShapes {
  readonly #plan: TablePlan;
  readonly #columns = new JsonColumns();

  constructor(plan: TablePlan) {
    this.#plan = plan;
  }

  /** The shape of a record, `text` being the bytes of its line as Latin-1; null for what the plan has no cells for. */
  of(text: string): Node[] | null {
    const shape = parsed(text) === null ? null : jsonShape(text, this.#columns);
    if (shape === null || !this.#plan.takes(shape.fields) || shape.isInitiator !== this.#plan.isInitiator) return null;
    return shape.nodes.map(({ text: before, kind, field }) => ({
      text: Buffer.from(before, 'latin1'),
      kind,
      cell: field === null ? -1 : this.#plan.cellOf(field),
    }));
  }
}
