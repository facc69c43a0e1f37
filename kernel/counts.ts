// AssemblyScript, the source of src/inputs/bulk/_count-kernel.ts (`npm run kernel`): counts rows of tables.
export { SEEDS, settle, takeRows, tellNoFlows } from './far-ends';
export { expectOthers, globalOthers, listOthers, otherIn, othersKnown, othersListed, takeOthers } from './others';
export { takeFlows, takePeers } from './parts';
export { bring, order } from './groups';
export { listPairs, wordsCounted } from './row-counts';
export { globalsListed, listColumns, takePairs } from './counted';
