export { hasUpdate } from './_state-place.js';
export type { Added } from './added.js';
export { countryNote } from './offline/country-note.js';
export type { OwnerColumn } from './offline/owner-column.js';
export { openPack, openSharedPack, type Pack, type SharedPack } from './offline/pack.js';
export { openPorts } from './offline/ports.js';
export { openPrograms } from './offline/programs.js';

/** What updates and the user's own files add, loaded only when there is any. */
export async function openAdded(options: import('./added.js').AddedOptions): Promise<import('./added.js').Added> {
  return (await import('./added.js')).openAdded(options);
}
