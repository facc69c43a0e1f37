import { fileNameOf, normalisePath } from '../model/image.js';

/** A folder that programs have no business in, and why. */
export interface OddFolder {
  readonly folder: string;
  readonly why: string;
  /** It is the user's own, where he or she may put a program too. */
  readonly isOfUser: boolean;
}

const ANYBODY = 'anybody may write there';
const ODD = 'no program is installed there';
const OWN = 'any program of the user may write there';

/** Folders anywhere below the drive, everything under them included (SigmaHQ, sysmon-config 2026-08). */
const WINDOWS_TREES: readonly (readonly [string, string])[] = [
  ['\\users\\public\\', ANYBODY],
  ['\\appdata\\local\\temp\\', OWN],
  ['\\appdata\\temp\\', OWN],
  ['\\local settings\\temp\\', OWN],
  ['\\appdata\\locallow\\', OWN],
  ['\\windows\\temp\\', ANYBODY],
  ['\\$recycle.bin\\', ODD],
  ['\\recycler\\', ODD],
  ['\\perflogs\\', ODD],
  ['\\windows\\fonts\\', ODD],
  ['\\windows\\ime\\', ODD],
  ['\\windows\\tasks\\', ANYBODY],
  ['\\windows\\tracing\\', ANYBODY],
  ['\\windows\\addins\\', ODD],
  ['\\windows\\debug\\', ODD],
  ['\\windows\\media\\', ODD],
  ['\\windows\\cursors\\', ODD],
  ['\\windows\\help\\', ODD],
  ['\\windows\\repair\\', ODD],
  ['\\windows\\security\\', ODD],
  ['\\system32\\tasks\\', ODD],
  ['\\system32\\spool\\drivers\\color\\', ANYBODY],
  ['\\config\\systemprofile\\', ODD],
  ['\\system volume information\\', ODD],
  ['\\microsoft\\windows\\start menu\\programs\\startup\\', OWN],
];
/** Trees at the root of a drive. */
const WINDOWS_ROOTS = ['temp', 'tmp', 'intel', 'users\\default', 'users\\all users'];
/** Folders of a user where files arrive, not programs. */
const USER_FOLDERS =
  'downloads desktop documents music pictures videos favorites contacts links searches 3d objects'.split(' ');
/** Folders where vendors have folders of their own, so that a file in the folder itself is odd. */
const BARE =
  /^[a-z]:\\(?:programdata|users\\[^\\]+|users\\[^\\]+\\appdata|users\\[^\\]+\\appdata\\(?:local|roaming))\\$/;

const UNIX_TREES: readonly (readonly [string, string])[] = [
  ['/tmp/', ANYBODY],
  ['/private/tmp/', ANYBODY],
  ['/var/tmp/', ANYBODY],
  ['/private/var/tmp/', ANYBODY],
  ['/dev/shm/', 'anybody may write there, and it is gone after a restart'],
  ['/dev/', ODD],
  ['/run/user/', OWN],
  ['/run/shm/', ANYBODY],
  ['/run/lock/', ANYBODY],
  ['/var/lock/', ANYBODY],
  ['/users/shared/', ANYBODY],
  ['/var/www/', 'a Web server may write there'],
  ['/var/spool/', ODD],
];
/** Dot folders of a home directory where makers do install programs. */
const HOME_TOOLS = new Set(
  '.local .cache .config .vscode .vscode-server .cursor-server .cargo .rustup .nvm .npm .npm-global .pyenv .rbenv .sdkman .asdf .deno .bun .volta .dotnet .steam .dropbox-dist .linuxbrew .nix-profile .pnpm .yarn .gradle .m2 .mozilla .docker .krew .jenv .conda .pixi .juliaup .ghcup .opam .goenv .go .tor-browser'.split(
    ' ',
  ),
);

/**
 * The odd or freely writable folder that a program runs from, or null. Folders of makers in a user's own application
 * data are left out, since many install there: `inExpectedFolder` tells for known programs.
 */
export function isUserWritable(path: string): OddFolder | null {
  const plain = normalisePath(path);
  const gone = / \(deleted\)\s*$/.test(path);
  if (/^\/?memfd:/.test(plain)) return odd('memfd', 'it was never a file: it runs from memory');
  const folder = plain.slice(0, plain.length - fileNameOf(plain).length);
  const found = plain.startsWith('/') ? unixFolder(folder) : windowsFolder(folder);
  if (found !== null || !gone) return found;
  return odd('(deleted)', 'its file is gone from the disk, as after an update or to hide it');
}

function odd(folder: string, why: string): OddFolder {
  return { folder, why, isOfUser: why === OWN };
}

function windowsFolder(folder: string): OddFolder | null {
  for (const [tree, why] of WINDOWS_TREES) if (folder.includes(tree)) return odd(tree.slice(0, -1), why);
  for (const root of WINDOWS_ROOTS) if (folder.startsWith(`${root}\\`, 3)) return odd(`\\${root}`, ANYBODY);
  if (BARE.test(folder)) return odd(folder.slice(2, -1), 'programs have folders of their own there');
  const [, user, part] = /^[a-z]:\\(users|documents and settings)\\[^\\]+\\([^\\]+)\\/.exec(folder) ?? [];
  return user !== undefined && USER_FOLDERS.includes(part) ? odd(`\\${part}`, OWN) : null;
}

function unixFolder(folder: string): OddFolder | null {
  for (const [tree, why] of UNIX_TREES) if (folder.startsWith(tree)) return odd(tree.slice(0, -1), why);
  for (const part of folder.split('/'))
    if (part.startsWith('.') && !HOME_TOOLS.has(part)) return odd(part, 'it is a hidden folder');
  return null;
}
