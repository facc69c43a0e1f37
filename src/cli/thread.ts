import { join } from 'node:path';
import { load } from './load.js';

// The second thread of the reader of big files: see `inputs/bulk/threads`.
load(join(import.meta.dirname, 'inputs-bulk-worker.cjs'));
