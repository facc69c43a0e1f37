import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { hunts as languages } from './hunts/index.js';
import { huntedOf, MOST_HUNTED } from './hunts/_hunted.js';
import { counted } from './_numbers.js';
import { DEFAULT_TLP, tlpLabel } from './_tlp.js';
import type { Report } from './report.js';

/** Queries and rules that find the bad peers elsewhere, one section a language; addresses as they are, to be pasted. */
export const hunts: Report = {
  name: 'hunts',
  title: 'Ready hunts for the bad peers: PowerShell, osquery, VQL, KQL, Zeek, Suricata, firewalls',
  mediaType: 'text/markdown',
  extensions: ['hunts.md'],
  render(investigation, { tlp }, write) {
    const bad = [...badPeers(investigation)];
    write(
      `**${tlpLabel(tlp ?? DEFAULT_TLP)}**\n\n# Hunts for ${counted(bad.length, 'malicious or suspicious peer')}\n\n`,
    );
    if (bad.length === 0) return write('There is nothing to hunt for.\n');
    write(
      'A verdict is a lead with its reasons, not a proof: read the report before you act on a hit or block anything.\n',
    );
    if (bad.length > MOST_HUNTED) write(`Only the worst ${MOST_HUNTED} are asked for.\n`);
    const hunted = huntedOf(bad);
    for (const { title, where, language, lines } of languages) {
      const text = lines(hunted);
      if (text.length > 0) write(`\n## ${title}\n\nUse it ${where}.\n\n${fenced(text, language)}`);
    }
  },
};

/** Malicious and suspicious peers, worst first. */
function* badPeers({ peers }: Investigation): Iterable<JudgedPeer> {
  for (let index = 0; index < peers.length; index++) {
    if (peers.verdictAt(index) === 'malicious' || peers.verdictAt(index) === 'suspicious') yield peers.at(index);
  }
}

/** A fence is longer than any run of backticks in what it holds (CommonMark 4.5). */
function fenced(lines: readonly string[], language: string): string {
  const text = lines.join('\n');
  const runs = (text.match(/`+/g) ?? []).map(({ length }) => length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}${language}\n${text}\n${fence}\n`;
}
