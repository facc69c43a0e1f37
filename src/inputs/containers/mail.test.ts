import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from '../../address/format.js';
import { memorySource } from '../_memory-source.js';
import { readInputs } from '../index.js';

const LISTING = [
  'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name',
  'tcp        0      0 192.168.1.20:51544      198.51.100.47:443       ESTABLISHED 9120/a-program-with-a-long-name',
  'tcp        0      0 192.168.1.20:51545      198.51.100.48:443       ESTABLISHED 9120/a-program-with-a-long-name',
  '',
].join('\r\n');

/** The relay that a mail came through is no peer of the computer that it tells of. */
const HEAD = [
  'Received: from mx.example.org (mx.example.org [203.0.113.25])',
  '\tby mail.example.net with ESMTPS; Fri, 20 Nov 2026 10:15:30 +0000',
  'From: anna@example.org',
  'Subject: netstat',
  'MIME-Version: 1.0',
  '',
].join('\r\n');

async function read(mail: string) {
  const inputs: string[] = [];
  const far = new Set<string>();
  const sink = {
    connection: (row: { readonly remote: { readonly address: Parameters<typeof formatAddress>[0] | null } }) => {
      if (row.remote.address !== null) far.add(formatAddress(row.remote.address));
    },
  };
  for await (const { name, format, rows } of readInputs(memorySource('a.eml', Buffer.from(mail, 'latin1'), 1000), sink))
    inputs.push(`${name} ${format} ${rows}`);
  return { inputs, far: [...far] };
}

const FAR = ['198.51.100.47', '198.51.100.48'];
const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
const quoted = (text: string): string => text.replaceAll('=', '=3D').replace(/[^\r\n]{70}(?=[^\r\n])/g, '$&=\r\n');

test('a body in base64 is read', async () => {
  const mail = `${HEAD}Content-Transfer-Encoding: base64\r\n\r\n${base64(`Hi,\r\n\r\n${LISTING}`)}\r\n`;
  expect(await read(mail)).toEqual({ inputs: ['a.eml!part-1 linux-netstat 2', 'a.eml mail 0'], far: FAR });
});

test('rows that quoted-printable broke are whole again', async () => {
  const mail = `${HEAD}Content-Transfer-Encoding: Quoted-Printable\r\n\r\nGr=FC=DFe\r\n\r\n${quoted(LISTING)}`;
  expect(await read(mail)).toEqual({ inputs: ['a.eml!part-1 linux-netstat 2', 'a.eml mail 0'], far: FAR });
});

test('an attachment goes by its name, and the mail around a mail is read through', async () => {
  const attached = [
    `${HEAD}Content-Type: multipart/mixed; boundary="in=ner"`,
    '',
    'This is a multi-part message in MIME format.',
    '--in=ner',
    'Content-Type: text/plain',
    '',
    'See attachment.',
    '--in=ner',
    'Content-Type: application/octet-stream; name="netstat.txt"',
    'Content-Transfer-Encoding: base64',
    '',
    base64(LISTING),
    '--in=ner--',
    'after the end',
  ].join('\r\n');
  const outer = [
    `${HEAD}Content-Type: multipart/mixed; boundary=outer`,
    '',
    '--outer',
    'Content-Type: message/rfc822',
    '',
    attached,
    '--outer--',
    '',
  ].join('\r\n');
  expect((await read(attached)).inputs).toEqual(['a.eml!netstat.txt linux-netstat 2', 'a.eml mail 0']);
  expect(await read(outer)).toEqual({ inputs: ['a.eml!part-1!netstat.txt linux-netstat 2', 'a.eml mail 0'], far: FAR });
});

test('of a listing that is told twice, as text and as a page, the text is read, also where the mail is cut', async () => {
  const mail = [
    `${HEAD}Content-Type: multipart/alternative;`,
    '\tboundary="b"',
    '',
    '--b',
    'Content-Type: text/html',
    '',
    `<pre>${LISTING}</pre>`,
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    LISTING,
  ].join('\r\n');
  expect(await read(mail)).toEqual({ inputs: ['a.eml!part-1 linux-netstat 2', 'a.eml mail 0'], far: FAR });
});

test('a mail of plain text is a text as before, with its own lines', async () => {
  const { inputs } = await read(`${HEAD}Content-Type: text/plain\r\n\r\n${LISTING}`);
  expect(inputs).toEqual(['a.eml linux-netstat 2']);
});

test('whatever stands behind a header, the mail comes to its end', async () => {
  const lines = fc.array(
    fc.oneof(
      fc.constantFrom('--b', '--b--', '', 'Content-Type: multipart/mixed; boundary=b', '=', 'QQ=='),
      fc.string(),
    ),
  );
  await fc.assert(
    fc.asyncProperty(lines, async (rest) => {
      const { inputs } = await read(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${rest.join('\r\n')}`);
      expect(inputs.at(-1)).toMatch(/^a\.eml /);
    }),
    { numRuns: 100 },
  );
});
