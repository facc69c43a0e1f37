import { statSync } from 'node:fs';
import { join } from 'node:path';

/** True when `farend update` (or an import) has left a version in `home`: one stat. */
export function hasUpdate(home: string): boolean {
  return statSync(join(home, 'current'), { throwIfNoEntry: false }) !== undefined;
}
