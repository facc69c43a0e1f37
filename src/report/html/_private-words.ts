import type { Investigation } from '../../model/investigation.js';

/** More words than this are not looked for one by one; user folders are always recognised. */
const MOST_WORDS = 2_000;
/** Longer ones are no names. */
const LONGEST_WORD = 256;

/** Accounts of the system itself, which say nothing of a person. */
const SYSTEM_ACCOUNTS: ReadonlySet<string> = new Set([
  'system',
  'root',
  'network service',
  'local service',
  'nt authority',
  'nt service',
  'window manager',
  'font driver host',
  'builtin',
  'nobody',
  'daemon',
]);

/** The folder of a user: the part behind it is a name. Windows, macOS and Linux; either slash. */
const USER_FOLDER = /((?:^|[\\/])(?:users|home|documents and settings|profiles)[\\/]+)([^\\/"'<>|:*?]+)/gi;
/** Folders there that belong to nobody. */
const SHARED_FOLDERS: ReadonlySet<string> = new Set(['public', 'default', 'all users', 'default user', 'shared']);

/** Words that tell who and where: names of users and hosts, with what is written in their place. */
export function privateWords({ peers }: Investigation): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const add = (word: string, instead: string): void => {
    const key = word.trim().toLowerCase();
    // One letter, a number and a system account are no names; replacing them would only spoil sentences.
    if (
      key.length < 2 ||
      key.length > LONGEST_WORD ||
      /^\d+$/.test(key) ||
      SYSTEM_ACCOUNTS.has(key) ||
      SHARED_FOLDERS.has(key)
    )
      return;
    if (words.size < MOST_WORDS && !words.has(key)) words.set(key, instead);
  };
  let hosts = 0;
  for (const { peer } of peers) {
    for (const host of peer.hosts) {
      if (!words.has(host.trim().toLowerCase())) add(host, `[host ${++hosts}]`);
    }
    for (const { user, path, commandLine } of peer.processes) {
      // `DOMAIN\user` and `user@domain`: both halves tell.
      for (const part of (user ?? '').split(/[\\@]/)) add(part, '[user]');
      for (const text of [path, commandLine]) for (const name of userFolders(text ?? '')) add(name, '[user]');
    }
  }
  return words;
}

function userFolders(text: string): string[] {
  return [...text.slice(0, 4096).matchAll(USER_FOLDER)].map((match) => match[2]);
}

/** A path or sentence with the names in user folders taken out, and the server of a share. */
export function withoutUserFolders(text: string): string {
  if (!/[\\/]/.test(text)) return text;
  return text
    .replace(USER_FOLDER, (whole, folder: string, name: string) =>
      SHARED_FOLDERS.has(name.toLowerCase()) ? whole : `${folder}[user]`,
    )
    .replace(/(^|[\s"'(])\\\\(?![?.]\\)[^\\\s"'<>|]+/g, '$1\\\\[host]');
}

/** Replaces whole words, whatever their case; longer ones first, so that none is left half. */
export function wordReplacer(words: ReadonlyMap<string, string>): (text: string) => string {
  if (words.size === 0) return (text) => text;
  const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length);
  const pattern = longestFirst.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const anyWord = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => text.replace(anyWord, (word) => words.get(word.toLowerCase()) ?? '[redacted]');
}
