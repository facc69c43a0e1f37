import type { Command } from '../command.js';
import { collector } from './collector.js';
import { compare } from './compare.js';
import { completion } from './completion.js';
import { formats } from './formats.js';
import { help } from './help.js';
import { investigate } from './investigate.js';
import { ip } from './ip.js';
import { judge } from './judge.js';
import { keys } from './keys.js';
import { live } from './live.js';
import { notes } from './notes.js';
import { pack } from './pack.js';
import { port } from './port.js';
import { rules } from './rules.js';
import { serve } from './serve.js';
import { sources } from './sources.js';
import { update } from './update.js';

/** All commands, alphabetical. Each loads what it works with when it runs. */
export const commands: readonly Command[] = [
  collector,
  compare,
  completion,
  formats,
  help,
  investigate,
  ip,
  judge,
  keys,
  live,
  notes,
  pack,
  port,
  rules,
  serve,
  sources,
  update,
];

/** What runs when the first argument names no command. */
export const defaultCommand: Command = investigate;
