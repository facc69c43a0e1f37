import type { Flavour } from './_flavour.js';

/** A table of its own, which the file replaces as a whole: nothing of the machine's other rules is touched. */
export const nftables: Flavour = {
  name: 'nftables',
  title: 'nftables table, for nft -f',
  comment: '#',
  undo: 'nft delete table inet farend',
  lines: ({ v4, v6 }) => [
    'add table inet farend',
    'delete table inet farend',
    'table inet farend {',
    ...set('malicious4', 'ipv4_addr', v4),
    ...set('malicious6', 'ipv6_addr', v6),
    ...chain('outgoing', 'output', 'daddr', v4.length > 0, v6.length > 0),
    ...chain('forwarded', 'forward', 'daddr', v4.length > 0, v6.length > 0),
    ...chain('incoming', 'input', 'saddr', v4.length > 0, v6.length > 0),
    '}',
  ],
};

function set(name: string, type: string, addresses: readonly string[]): string[] {
  if (addresses.length === 0) return [];
  return [`  set ${name} {`, `    type ${type}`, `    elements = { ${addresses.join(', ')} }`, '  }'];
}

function chain(name: string, hook: string, end: string, hasV4: boolean, hasV6: boolean): string[] {
  return [
    `  chain ${name} {`,
    `    type filter hook ${hook} priority -10; policy accept;`,
    ...(hasV4 ? [`    ip ${end} @malicious4 counter drop`] : []),
    ...(hasV6 ? [`    ip6 ${end} @malicious6 counter drop`] : []),
    '  }',
  ];
}
