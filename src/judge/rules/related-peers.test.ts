import { testRule } from './_rule-test.js';
import { microsoft, powershell, rented, strange, updater } from './_subjects.js';
import { relatedPeers } from './related-peers.js';

testRule(relatedPeers, {
  fires: [
    [
      'related-peers.block',
      { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|203.0.113.0/24', 2]]) } },
    ],
    [
      'related-peers',
      { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|at Example Hosting', 3]]) } },
    ],
    ['related-peers', { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 5]]) } }],
  ],
  quiet: [
    { ...rented, programs: [strange] },
    { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|strangers', 4]]) } },
    { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 20]]) } },
    { ...rented, programs: [updater], scene: { fanOut: new Map([['updater|203.0.113.0/24', 9]]) } },
    { ...microsoft, programs: [strange], scene: { fanOut: new Map([['thing.exe|203.0.113.0/24', 9]]) } },
  ],
});
