export { compileRanges, type RangeSource } from './compile.js';
export { rangeLayouts } from './layouts/index.js';
export { ownerJoiner, type OwnerJoiner, rangeFacts } from './owner-with-range.js';
export { openRanges, type ProviderRange, type RangeLookup } from './open.js';
export {
  LayoutError,
  type RangeEntry,
  type RangeFile,
  type RangeLabel,
  type RangeLayout,
  type RangeOwner,
} from './range-entry.js';
