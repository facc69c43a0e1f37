import { main } from './main.js';
import { processIo } from './process-io.js';

async function run(): Promise<void> {
  // Not process.exit(): a Windows console still has output to take.
  process.exitCode = await main(process.argv.slice(2), processIo(import.meta.dirname));
}

void run();
