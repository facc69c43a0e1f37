import { listedRule } from '../_listed.js';

export const listedAnonymiser = listedRule(
  {
    title: 'On a list of anonymising networks',
    why: 'Tor relays, VPN and proxy exits hide who is behind.',
    falsePositives: 'Somebody here may use Tor or a VPN on purpose.',
    references: ['https://attack.mitre.org/techniques/T1090/003/'],
    attack: ['T1090.003'],
  },
  'anonymiser',
  (listed) => `The address belongs to an anonymising network according to ${listed}.`,
  {},
);
