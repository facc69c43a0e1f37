import { testRule } from './_rule-test.js';
import { chrome, microsoft, rented, svchost, tenant, torrent } from './_subjects.js';
import { programProfile } from './program-profile.js';

testRule(programProfile, {
  fires: [
    ['program-profile', { ...microsoft, programs: [svchost] }],
    ['program-profile', { ...microsoft, programs: [{ name: 'svchost.exe', services: [{ owners: ['microsoft'] }] }] }],
    ['program-profile.customer', { ...tenant, programs: [svchost] }],
    [
      'program-profile.customer',
      { ...tenant, programs: [{ name: 'svchost.exe', services: [{ owners: ['microsoft', 'akamai'] }] }] },
    ],
    [
      'program-profile',
      { ...tenant, programs: [{ name: 'Agent.exe', known: { owners: ['microsoft', 'amazon', 'example'] } }] },
    ],
    ['program-profile.browsing', { programs: [chrome] }],
    [
      'program-profile.protocol',
      {
        ports: ['53/udp'],
        programs: [{ name: 'dns.exe', known: { kind: 'dns', owners: ['*'], ports: [[53, 53]] } }],
      },
    ],
    ['program-profile.swarm', { kind: 'access', ports: ['31847/tcp'], programs: [torrent] }],
    [
      'program-profile.some',
      {
        ...rented,
        programs: [
          {
            name: 'apt',
            known: {
              kind: 'updater',
              ports: [
                [80, 80],
                [443, 443],
              ],
            },
          },
        ],
      },
    ],
    [
      'program-profile.remote',
      {
        ...rented,
        provider: 'anexia',
        programs: [{ name: 'teamviewer.exe', known: { kind: 'remote-access', owners: ['anexia', 'kind:hosting'] } }],
      },
    ],
    ['program-profile.some', { programs: [{ name: 'git', known: { owners: ['*'] } }] }],
  ],
  quiet: [
    { ...rented, programs: [svchost] },
    { ports: ['2404/tcp'], programs: [chrome] },
    { ...microsoft, programs: [svchost, { name: 'odd.exe' }] },
  ],
});
