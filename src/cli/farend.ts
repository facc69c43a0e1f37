#!/usr/bin/env node
import { join } from 'node:path';
import { load } from './load.js';

load(join(import.meta.dirname, 'program.cjs'));
