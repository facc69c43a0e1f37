#!/usr/bin/env node
import { main } from './main.js';
import { processIo } from './process-io.js';

void main(process.argv.slice(2), processIo(import.meta.dirname)).then((code) => {
  // Not process.exit(): a Windows console still has output to take.
  process.exitCode = code;
});
