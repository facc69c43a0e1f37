import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UserError } from '../../model/errors.js';
import type { ArchiveHead } from './archive.js';

const MAKE_ONE = 'Make one with: openssl genpkey -algorithm ed25519 -out private.pem';

/** Signs a manifest with the Ed25519 key in a PEM file. Throws UserError when it holds no such key. */
export function signed(manifest: string, keyFile: string | null): Omit<ArchiveHead, 'packed'> {
  if (keyFile === null) return { manifest, signature: null, key: null };
  const key = keyOf(keyFile, createPrivateKey);
  return {
    manifest,
    signature: sign(null, Buffer.from(manifest), key).toString('base64'),
    key: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}

/**
 * Accepts a head that is signed by the key in `trustFile`, or, with `isUnsignedFine`, any head.
 * Throws UserError else: a pack decides what is called malicious, so nobody's word is taken by default.
 */
export function requireTrusted(head: ArchiveHead, trustFile: string | null, isUnsignedFine: boolean): void {
  if (trustFile === null) {
    if (isUnsignedFine) return;
    throw new UserError(
      head.signature === null ? 'the pack is not signed' : 'the pack is signed, but no key was given to check it with',
      head.signature === null
        ? 'Import it with --unsigned if you know where it comes from.'
        : 'Name the public key of its maker with --trust public.pem, or use --unsigned.',
    );
  }
  if (head.signature === null) throw new UserError('the pack is not signed', 'Ask its maker for a signed one.');
  const key = keyOf(trustFile, createPublicKey);
  if (!verify(null, Buffer.from(head.manifest), key, Buffer.from(head.signature, 'base64'))) {
    throw new UserError(
      'the signature of the pack does not match the trusted key',
      'It was changed on the way, or somebody else made it. It is not imported.',
    );
  }
}

function keyOf(path: string, read: (pem: Buffer) => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UserError(
      code.startsWith('E') && !code.startsWith('ERR') ? `could not read ${path}: ${code}` : `${path} holds no such key`,
      MAKE_ONE,
    );
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new UserError(`${path} holds a key of type ${key.asymmetricKeyType ?? 'unknown'}, not ed25519`, MAKE_ONE);
}
