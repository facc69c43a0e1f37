import type { FormatFacts } from '../format.js';

/** Archives that are looked into, alphabetical. */
export const containers: readonly FormatFacts[] = [
  {
    name: 'gzip',
    title: 'gzip',
    reads: [{ tool: 'gzip', versions: 'one file, or a tar archive', link: 'https://www.rfc-editor.org/rfc/rfc1952' }],
  },
  {
    name: 'mail',
    title: 'saved mail',
    reads: [
      {
        tool: 'mail programs (.eml)',
        versions:
          'bodies and attachments in base64 or quoted-printable, mails inside mails; of alternatives the plain text',
        link: 'https://www.rfc-editor.org/rfc/rfc2045',
      },
    ],
  },
  {
    name: 'tar',
    title: 'tar archive',
    reads: [
      {
        tool: 'tar',
        versions: 'POSIX, GNU, pax',
        link: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html',
      },
    ],
  },
  {
    name: 'xlsx',
    title: 'workbook',
    reads: [
      {
        tool: 'Excel, LibreOffice and what else writes Office Open XML; farend itself',
        versions: 'xlsx and xlsm, every sheet with a table, a listing or a companion in it',
        link: 'https://ecma-international.org/publications-and-standards/standards/ecma-376/',
      },
    ],
  },
  {
    name: 'zip',
    title: 'zip archive',
    reads: [
      {
        tool: 'zip, Velociraptor offline collector, KAPE',
        versions: 'stored and deflated, zip64, not encrypted; archives inside, 4 deep',
        link: 'https://docs.velociraptor.app/docs/deployment/offline_collections/',
      },
    ],
  },
  {
    name: 'zstd',
    title: 'Zstandard',
    reads: [
      {
        tool: 'zstd',
        versions: 'where Node.js has it (22.15, 23.8 and newer)',
        link: 'https://www.rfc-editor.org/rfc/rfc8878',
      },
    ],
  },
];
