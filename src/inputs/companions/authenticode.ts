import type { Signature } from '../../model/companion.js';
import type { Companion } from './companion.js';
import { valueOf } from './_process-records.js';
import { keysOf, type NamedRecord, readRecords } from './_records.js';

/** System.Management.Automation.SignatureStatus, as JSON prints it. */
const NUMBERED = [
  'Valid',
  'UnknownError',
  'NotSigned',
  'HashMismatch',
  'NotTrusted',
  'NotSupportedFileFormat',
  'Incompatible',
];

/**
 * `Get-AuthenticodeSignature` of the programs that ran:
 *   "SignerCertificate","TimeStamperCertificate","Status","StatusMessage","Path"
 *   Path : C:\Windows\System32\svchost.exe
 */
export const authenticode: Companion = {
  name: 'authenticode',
  title: 'Signatures of program files',
  reads: [
    {
      tool: 'Get-AuthenticodeSignature',
      versions: 'list, table, CSV, JSON of Windows PowerShell 2 to 7',
      link: 'https://learn.microsoft.com/powershell/module/microsoft.powershell.security/get-authenticodesignature',
    },
    {
      tool: 'Sysinternals sigcheck -c',
      versions: 'CSV',
      link: 'https://learn.microsoft.com/sysinternals/downloads/sigcheck',
    },
  ],
  sniff({ text }) {
    const keys = keysOf(text);
    if (!keys.has('path')) return 0;
    const isSigned = keys.has('status') && (keys.has('signercertificate') || keys.has('signer') || keys.has('subject'));
    return isSigned || (keys.has('verified') && keys.has('publisher')) ? 0.97 : 0;
  },
  read(text, sink) {
    // The table gives file names under `Directory: C:\...` headings.
    const folder = /^ +\S+: ((?:[A-Za-z]:|\\\\)\S.*?)\s*$/m.exec(text)?.[1] ?? null;
    readRecords(text, {
      record(record) {
        const signature = signatureOf(record, folder);
        if (signature === null) sink.badLine(record.line, [...record.cells.values()].join(' '), 'no path');
        else sink.signature(signature);
      },
      bad: (line, start, reason) => sink.badLine(line, start, reason),
    });
  },
};

function signatureOf(record: NamedRecord, folder: string | null): Signature | null {
  const file = valueOf(record, ['path']);
  if (file === null || /(?:\.\.\.|\u2026)$/.test(file)) return null;
  const path = /[\\/]/.test(file) || folder === null ? file : `${folder.replace(/\\$/, '')}\\${file}`;
  const printed = valueOf(record, ['status', 'verified']) ?? '';
  const said = /^\d$/.test(printed) ? (NUMBERED[Number(printed)] ?? printed) : printed;
  return { path, signer: signerOf(record), status: statusOf(said), said };
}

function statusOf(said: string): Signature['status'] {
  if (/^(?:valid|signed)$/i.test(said)) return 'valid';
  if (/^(?:not ?signed|unsigned)$/i.test(said)) return 'unsigned';
  return /^(?:hashmismatch|nottrusted|invalid|revoked|expired)/i.test(said) ? 'invalid' : 'unknown';
}

/** `CN=Spotify AB, O=Spotify AB, ...`, also quoted where it holds a comma; a thumbprint alone is no name. */
function signerOf(record: NamedRecord): string | null {
  const subject = valueOf(record, ['signercertificate.subject', 'subject', 'signer', 'publisher', 'signercertificate']);
  if (subject === null) return null;
  const name = /(?:^|[\s,;\]])CN=(?:"((?:[^"]|"")*)"|([^,\r\n]*))/i.exec(subject);
  if (name !== null) return (name[1]?.replaceAll('""', '"') ?? name[2] ?? '').trim() || null;
  return /^[0-9A-F]{40}$/i.test(subject) || /^(?:n\/a|\[subject\]|system\.)/i.test(subject) ? null : subject;
}
