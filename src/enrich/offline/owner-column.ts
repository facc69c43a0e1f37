import type { Owner } from '../../model/knowledge.js';

/** Owners of many addresses: each different one once, and for each address its place among them. */
export interface OwnerColumn {
  readonly owners: readonly Owner[];
  readonly numbers: Uint32Array;
}
