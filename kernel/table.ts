// AssemblyScript, the source of src/inputs/bulk/_table-kernel.ts (`npm run kernel`): rows of tables.
export { scan } from './delimited';
export { scanRecords } from './records';
