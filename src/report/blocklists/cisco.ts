import type { Flavour } from './_flavour.js';

/** IOS access lists. They end in a permit, since what an access list does not name is denied. */
export const cisco: Flavour = {
  name: 'cisco',
  title: 'Cisco IOS access lists, to be applied outbound on the outer interface',
  comment: '!',
  undo: 'no ip access-list extended FAREND-MALICIOUS, no ipv6 access-list FAREND-MALICIOUS6',
  lines: ({ v4, v6 }) => [
    ...(v4.length === 0
      ? []
      : [
          'ip access-list extended FAREND-MALICIOUS',
          ...v4.map((address) => ` deny ip any host ${address}`),
          ' permit ip any any',
        ]),
    ...(v6.length === 0
      ? []
      : [
          'ipv6 access-list FAREND-MALICIOUS6',
          ...v6.map((address) => ` deny ipv6 any host ${address}`),
          ' permit ipv6 any any',
        ]),
  ],
};
