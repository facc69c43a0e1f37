export { compileRanges, type RangeSource } from './compile.js';
export { rangeLayouts } from './layouts/index.js';
export { ownerJoiner } from './owner-with-range.js';
export { openRanges } from './open.js';
export { LayoutError, type RangeEntry, type RangeOwner } from './range-entry.js';
