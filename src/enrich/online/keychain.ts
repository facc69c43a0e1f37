type Environment = Readonly<Record<string, string | undefined>>;

/** The store of the operating system for secrets. Each call may throw: locked, dismissed, gone. */
export interface Keychain {
  /** As a person knows it: `the macOS keychain`. */
  readonly title: string;
  /** Null when it holds nothing for the account. */
  get(account: string): string | null;
  set(account: string, secret: string): void;
  /** False when there was nothing. */
  remove(account: string): boolean;
}

/** Under which name an entry stands there; the account is the name of the service. */
const OWNER = 'farend';

const TITLES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'the macOS keychain',
  win32: 'the Windows Credential Manager',
  linux: 'the Secret Service of this session',
};

/**
 * The keychain of this computer, or null: where `FAREND_KEYCHAIN` is `off`, the platform or the session has none, or the
 * optional package is not installed. Opening asks for nothing; a call may ask the person to unlock it.
 */
export async function openKeychain(env: Environment, platform = process.platform): Promise<Keychain | null> {
  const title = TITLES[platform];
  if (title === undefined || env.FAREND_KEYCHAIN === 'off') return null;
  // Without a session bus nobody is there to answer: a server, a cron job.
  if (platform === 'linux' && (env.DBUS_SESSION_BUS_ADDRESS ?? '') === '') return null;
  let Entry: typeof import('@napi-rs/keyring').Entry;
  try {
    ({ Entry } = await import('@napi-rs/keyring'));
  } catch {
    return null;
  }
  // The other store that it knows on Linux, the kernel's, forgets everything when the computer is switched off.
  const entry = (account: string) => new Entry(OWNER, account, { linux: { store: 'secret-service' } });
  return {
    title,
    get: (account) => entry(account).getPassword(),
    set: (account, secret) => entry(account).setPassword(secret),
    remove: (account) => entry(account).deletePassword(),
  };
}
