import type { Hunt } from './_hunt.js';

/** A file for Zeek's Intelligence Framework: columns are parted by one tab. */
export const zeek: Hunt = {
  name: 'zeek',
  title: 'Zeek intelligence file',
  where: 'named in Intel::read_files of local.zeek, with @load frameworks/intel/seen',
  language: 'text',
  lines: ({ addresses, names }) =>
    addresses.length + names.length === 0
      ? []
      : [
          row('#fields', 'indicator', 'indicator_type', 'meta.source', 'meta.desc'),
          ...addresses.map((address) => row(address, 'Intel::ADDR', 'farend', 'peer that farend calls bad')),
          ...names.map((name) =>
            row(name.toLowerCase(), 'Intel::DOMAIN', 'farend', 'name of a peer that farend calls bad'),
          ),
        ],
};

function row(...cells: string[]): string {
  return cells.join('\t');
}
