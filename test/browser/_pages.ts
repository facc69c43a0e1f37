import type { Investigation, JudgedPeer } from '../../src/model/investigation.js';
import { fakeInvestigation, fakePeer, fakeProcess } from '../../src/report/_fake-investigation.js';
import { html } from '../../src/report/html.js';
import type { RenderOptions } from '../../src/report/report.js';

const OPTIONS: RenderOptions = {
  width: 100,
  colour: false,
  defang: false,
  isTerminal: false,
  top: 10,
  utc: true,
  detail: 'normal',
};

/** The report as one text. */
export function pageOf(investigation: Investigation, options: Partial<RenderOptions> = {}): string {
  const chunks: string[] = [];
  html.render(investigation, { ...OPTIONS, ...options }, (chunk) => chunks.push(chunk));
  return chunks.join('');
}

const COUNTRIES = ['DE', 'US', 'FR', 'NL', 'SG', 'JP', 'BR', 'GB'];

/** Invented peers that differ in owner, country, port, program, verdict and times. */
function manyPeers(count: number): JudgedPeer[] {
  return Array.from({ length: count }, (_, index) => {
    const verdict =
      index < count / 50
        ? 'malicious'
        : index < count / 10
          ? 'suspicious'
          : index < count / 4
            ? 'unexplained'
            : 'expected';
    const base = fakePeer(`${20 + (index % 180)}.${index % 251}.${(index * 7) % 256}.${index % 256}`, verdict);
    const code = COUNTRIES[index % COUNTRIES.length];
    return {
      ...base,
      peer: {
        ...base.peer,
        names: [`host-${index}.example`],
        ports: [{ ...base.peer.ports[0], port: [443, 80, 4070, 8443, 5222][index % 5] }],
        processes: [
          fakeProcess({ name: `program-${index % 40}.exe`, path: `C:\\Program Files\\P${index % 40}\\p.exe` }),
        ],
        firstSeen: Date.UTC(2026, 5, 1) + index * 60_000,
        lastSeen: Date.UTC(2026, 5, 1) + index * 90_000,
      },
      owner: {
        ...base.owner,
        organisation: `Organisation ${index % 90}`,
        country: { code, name: code, agreement: 'agree', other: null, registered: code },
      },
    };
  });
}

export const manyPage = (count: number): string => pageOf(fakeInvestigation(manyPeers(count)));
