import type { Process } from './connection.js';

/** Longer names and paths are no names; what is cut off is the front. */
const MAX_LENGTH = 2048;

const WINDOWS_FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^\\(?:\?\?|device\\mup)\\(?:unc\\)?(?=[^\\:]+\\)/, '\\\\'],
  [/^\\\\[?.]\\unc\\/, '\\\\'],
  [/^\\(?:\?\?|\\[?.])\\/, ''],
  [/^globalroot\\/, '\\'],
  [/^volume\{[0-9a-f-]{36}\}\\/, 'c:\\'],
  [/^\\device\\harddiskvolume(?:shadowcopy)?\d+\\/, 'c:\\'],
  [/^(?:\\systemroot|%systemroot%|%windir%)\\/, 'c:\\windows\\'],
  [/^(?:%systemdrive%)\\/, 'c:\\'],
  [/^%programfiles(\(x86\))?%\\/, 'c:\\program files$1\\'],
  [/^%programdata%\\/, 'c:\\programdata\\'],
  [/^(system32|syswow64)\\/, 'c:\\windows\\$1\\'],
];

/** 8.3 names whose long form is the same on practically every installation. */
const SHORT_FOLDERS: Readonly<Record<string, string>> = {
  'progra~1': 'program files',
  'progra~2': 'program files (x86)',
  'progra~3': 'programdata',
  'docume~1': 'documents and settings',
  'locals~1': 'local settings',
  'applic~1': 'application data',
  // A 32-bit program sees System32 under this name.
  sysnative: 'system32',
};

/**
 * A path in one form: lower case; Windows paths as `c:\...` with backslashes (the drive is `c:` where the source names
 * a device instead), UNC as `\\server\share\...`, others with `/`; no quotes, `..`, or blanks and dots at the end.
 * A blank at the end of a folder stays: `C:\Windows \System32` is a trick of its own, not System32.
 */
export function normalisePath(path: string): string {
  const plain = trimEnd(path.slice(-MAX_LENGTH).trim().replaceAll('"', '').toLowerCase());
  return isUnixPath(plain) ? `/${resolve(plain.split('/')).join('/')}` : windowsPath(plain);
}

/** The last part of a path of either system. */
export function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

/**
 * What a program is called: lower case, without folder, `.exe` and what listings add (`nginx: worker process` is
 * `nginx`, `/tmp/x (deleted)` is `x`). The file counts before the name, which a program may set itself. Null if unnamed.
 */
export function imageName({ name, path }: Pick<Process, 'name' | 'path'>): string | null {
  const file = path === null ? '' : fileNameOf(normalisePath(path));
  const plain = canonicalName(file === '' ? (name ?? '') : file);
  return plain === '' ? null : plain;
}

/** `Svchost.EXE` is `svchost`; see `imageName`. */
export function canonicalName(name: string): string {
  // lsof escapes blanks.
  const text = trimEnd(name.slice(-MAX_LENGTH).replaceAll('\\x20', ' ').trim().replaceAll('"', '').toLowerCase());
  if (text.startsWith('[') && text.endsWith(']')) return withoutTitle(text.slice(1, -1).replace(/\/.*$/, ''));
  // A title may hold a path (`sshd: /usr/sbin/sshd -D`), and a path may stand before one.
  return withoutTitle(fileNameOf(/^[^/\\]+: /.test(text) ? text.slice(0, text.indexOf(': ') + 2) : text));
}

function withoutTitle(name: string): string {
  const title = name.indexOf(': ');
  return withoutEnding(title > 0 ? name.slice(0, title) : name.replace(/:\s*$/, ''));
}

/** Kernel listings cut names at 14 or 15 characters, which leaves half an ending. */
function withoutEnding(name: string): string {
  if (name.endsWith('.exe')) return name.slice(0, -4);
  const dot = name.length === 14 || name.length === 15 ? name.lastIndexOf('.') : -1;
  return dot > 0 && '.exe'.startsWith(name.slice(dot)) ? name.slice(0, dot) : name;
}

/** Windows ignores dots and blanks at the end; Linux marks an executable that was removed. */
function trimEnd(text: string): string {
  let end = text.endsWith(' (deleted)') ? text.length - 10 : text.length;
  while (end > 0 && (text[end - 1] === '.' || text[end - 1] === ' ')) end--;
  return text.slice(0, end);
}

function isUnixPath(path: string): boolean {
  return path.startsWith('/') && !path.startsWith('/??/');
}

function windowsPath(path: string): string {
  let text = path.replaceAll('/', '\\');
  for (const [from, to] of WINDOWS_FOLDERS) text = text.replace(from, to);
  const isShare = text.startsWith('\\\\');
  const parts = withoutEmptyEnd(resolve(text.split('\\'))).map((part) => longFolder(part));
  return (isShare ? '\\\\' : text.startsWith('\\') ? 'c:\\' : '') + parts.join('\\');
}

/** A last part of dots and blanks is none, and what stood before it is last. */
function withoutEmptyEnd(parts: readonly string[]): string[] {
  const kept = parts.slice();
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const name = trimEnd(last);
    if (name !== '') return [...kept, name];
  }
  return kept;
}

function longFolder(part: string): string {
  return Object.hasOwn(SHORT_FOLDERS, part) ? SHORT_FOLDERS[part] : part;
}

function resolve(parts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept;
}
