// AssemblyScript, the source of src/inputs/bulk/_count-kernel.ts (`npm run kernel`): counts rows of tables.
export { addToken, SEEDS, settle, takeRows, tellNoFlows } from './far-ends';
export { takeFlows, takePeers } from './parts';
export { bring, order, ranksOf } from './groups';
export { expectOthers, listPairs, wordsCounted } from './row-counts';
export { globalsListed, listColumns, takeOthers, takePairs } from './counted';
