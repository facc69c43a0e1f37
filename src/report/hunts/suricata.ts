import { suricata as blocked } from '../blocklists/suricata.js';
import type { Hunt } from './_hunt.js';

/** After the ids of the block list, still among those for local use. */
const FIRST_ID = 1_860_000;

/** Rules for the addresses, the look-up of their names, and the names that TLS tells. */
export const suricata: Hunt = {
  name: 'suricata',
  title: 'Suricata rules',
  where: 'in a file of rule-files; check it with suricata -T',
  language: 'text',
  lines({ addresses, names }) {
    const v4 = addresses.filter((address) => !address.includes(':'));
    const v6 = addresses.filter((address) => address.includes(':'));
    return [
      ...(addresses.length === 0 ? [] : blocked.lines({ v4, v6 })),
      ...names.flatMap((name, index) => [
        rule('dns', 'dns.query', name, FIRST_ID + 2 * index),
        rule('tls', 'tls.sni', name, FIRST_ID + 2 * index + 1),
      ]),
    ];
  },
};

/** Names hold nothing that a rule would have to escape; `dotprefix` keeps `evil.example` from hitting `notevil.example`. */
function rule(protocol: string, buffer: string, name: string, id: number): string {
  return `alert ${protocol} $HOME_NET any -> any any (msg:"farend name of a bad peer"; ${buffer}; dotprefix; content:".${name.toLowerCase()}"; nocase; endswith; classtype:trojan-activity; sid:${id}; rev:1;)`;
}
