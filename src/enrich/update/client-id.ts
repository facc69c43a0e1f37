import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere, writeWhole } from './write-whole.js';

/** The UUID of this installation; made when first asked for. Only Microsoft's endpoint service gets it. */
export function clientId(home: string): string {
  const path = join(home, 'client-id');
  const known = readIfThere(path)?.toString('utf8').trim() ?? '';
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(known)) return known;
  const fresh = randomUUID();
  writeWhole(path, `${fresh}\n`);
  return fresh;
}
