import { RangeCollector } from '../_collector.js';
import { list, objects, readObject, requiredList, text } from '../_json.js';
import type { RangeLayout } from '../range-entry.js';

/** The server list of Proton VPN: where users go in, and where they come out. */
export const protonVpn: RangeLayout = {
  name: 'proton-vpn',
  title: 'Proton VPN logical servers',
  parse(source, owner) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    for (const logical of objects(requiredList(file, 'LogicalServers'))) {
      const label = { ...owner, region: text(logical, 'ExitCountry') };
      for (const server of objects(list(logical, 'Servers'))) {
        for (const key of ['EntryIP', 'ExitIP']) if (server[key] !== undefined) ranges.addOwn(server[key], label);
      }
    }
    return ranges.file(null);
  },
};
