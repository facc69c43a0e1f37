import type { Command } from '../command.js';
import { investigate } from './investigate.js';

/** A command by name: only the one that runs is loaded, since what a start loads decides how long it takes. */
export interface CommandEntry {
  readonly name: string;
  load(): Promise<Command>;
}

/** What runs when the first argument names no command. */
export const defaultCommand: Command = investigate;

/** All commands, alphabetical. */
export const commands: readonly CommandEntry[] = [
  { name: 'collector', load: async () => (await import('./collector.js')).collector },
  { name: 'compare', load: async () => (await import('./compare.js')).compare },
  { name: 'completion', load: async () => (await import('./completion.js')).completion },
  { name: 'formats', load: async () => (await import('./formats.js')).formats },
  { name: 'help', load: async () => (await import('./help.js')).help },
  { name: 'investigate', load: async () => investigate },
  { name: 'ip', load: async () => (await import('./ip.js')).ip },
  { name: 'judge', load: async () => (await import('./judge.js')).judge },
  { name: 'keys', load: async () => (await import('./keys.js')).keys },
  { name: 'live', load: async () => (await import('./live.js')).live },
  { name: 'notes', load: async () => (await import('./notes.js')).notes },
  { name: 'pack', load: async () => (await import('./pack.js')).pack },
  { name: 'peers', load: async () => (await import('./peers.js')).peers },
  { name: 'port', load: async () => (await import('./port.js')).port },
  { name: 'report', load: async () => (await import('./report.js')).report },
  { name: 'rules', load: async () => (await import('./rules.js')).rules },
  { name: 'serve', load: async () => (await import('./serve.js')).serve },
  { name: 'sources', load: async () => (await import('./sources.js')).sources },
  { name: 'update', load: async () => (await import('./update.js')).update },
];

/** All of them, for what tells of all. */
export function allCommands(): Promise<Command[]> {
  return Promise.all(commands.map((command) => command.load()));
}
