import { expect, test } from 'vitest';
import { openKeychain } from './keychain.js';

test.each([
  ['it is switched off', { FAREND_KEYCHAIN: 'off', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' }, 'linux'],
  ['no session is there to unlock it', {}, 'linux'],
  ['the platform has none', {}, 'aix'],
] as const)('there is no keychain where %s', async (_, env, platform) => {
  expect(await openKeychain(env, platform)).toBeNull();
});

test('it is called as a person knows it, and opening it asks nobody', async () => {
  const keychain = await openKeychain({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }, 'darwin');
  // Null where the optional package is not installed: farend works without.
  expect([null, 'the macOS keychain']).toContain(keychain?.title ?? null);
});
