import { join } from 'node:path';
import type { Environment } from './proxy.js';

/**
 * Folder of the updated knowledge: `FAREND_HOME`, else the platform's place for a user's data
 * (XDG Base Directory; %LOCALAPPDATA%; Application Support). Null when the environment names no such place.
 */
export function dataHome(env: Environment, platform: NodeJS.Platform): string | null {
  if (given(env.FAREND_HOME)) return env.FAREND_HOME;
  if (platform === 'win32') return given(env.LOCALAPPDATA) ? join(env.LOCALAPPDATA, 'farend') : null;
  if (!given(env.HOME)) return null;
  if (platform === 'darwin') return join(env.HOME, 'Library', 'Application Support', 'farend');
  return join(given(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : join(env.HOME, '.local', 'share'), 'farend');
}

function given(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
