import type { JudgedPeer } from '../model/investigation.js';
import { fakeAnswer, fakeFinding, fakeFlow, fakeJudgement, fakePeer, fakeProcess } from './_fake-investigation.js';

/** Text that tries to reach a terminal, a cell or a line it should not: for tests. */
export const HOSTILE: readonly string[] = [
  '\x1b[2J\x1b]0;owned\x07',
  '\x9b31m\x90',
  '=HYPERLINK("http://evil.example","x")',
  '  +cmd|/C calc',
  '\t@SUM(1)',
  '\r\n-1+1',
  'a;=1+1',
  '\uff1d1+1',
  'safe\u202egnp.exe',
  'zero\u200bwidth\u2060\ufeff\u00ad',
  'line\u2028line\u2029',
  '\ud800 lone \udc00',
  'tag\u{e0041}',
  `z${'\u0301'.repeat(40)}`,
  '"quoted", and, commas',
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script><!--',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover=alert(1) autofocus onfocus=alert(1) x='",
  '</style></title><svg onload=alert(1)>',
  'javascript:alert(1)',
  '&lt;b&gt;&#x3c;script&#x3e;',
  '`${alert(1)}`',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
  '`code` ``two`` | bar | **bold** _it_ ~~no~~ $x$ # head',
  '@everyone #123 www.evil.example https://evil.example/?a=b mailto:a@evil.example',
  '_x0041_ _x000D_ ]]> <!-- & &amp; &#60;',
  "'; DROP TABLE x; -- ' OR pattern = '\\'",
  'x'.repeat(100_000),
  '漢字'.repeat(300),
];

/** One peer per hostile text, which stands in every field that evidence or knowledge can fill. */
export function hostilePeers(): JudgedPeer[] {
  return HOSTILE.map((text, index) => {
    const base = fakePeer(`185.220.101.${index + 1}`, index % 2 === 0 ? 'malicious' : 'unexplained');
    return {
      ...base,
      peer: {
        ...base.peer,
        names: [text],
        hosts: [text],
        ports: [{ port: 4070, protocol: text, connections: 1, isLocal: false }],
        processes: [
          fakeProcess({
            name: text,
            path: text,
            services: [text],
            commandLine: text,
            user: text,
            parent: text,
            signer: text,
          }),
        ],
        flows: [fakeFlow({ protocol: text, host: text })],
        firstSeen: 1e300,
        lastSeen: -1e300,
        bytesSent: 1e18,
      },
      owner: {
        country: { code: text, name: text, agreement: 'differ', other: text, registered: text },
        as: { number: 64500, name: text },
        organisation: text,
        network: { kind: 'unknown', provider: text, service: text },
      },
      ports: [
        {
          port: 4070,
          protocol: text,
          registered: { name: text, source: text },
          observed: [
            { use: text, kind: 'app', confidence: 'low', source: text, owners: [text], programs: [text], share: 0.5 },
          ],
        },
      ],
      note: { status: 'confirmed', tags: [text], text, changed: text },
      facts: [{ what: text, value: text, source: text, asOf: text }],
      ledger: [{ source: text, answer: 'not-known', reason: text }],
      answers: [
        fakeAnswer({ source: text, reason: text, askedAt: text, link: `https://example.org/${text}` }),
        fakeAnswer({
          names: [{ name: text, isConfirmed: false }],
          reputation: [
            {
              meaning: 'overall',
              direction: 'both',
              score: 1,
              raw: text,
              label: text,
              lastSeen: text,
              origins: [text],
            },
          ],
        }),
        fakeAnswer({ reputation: [], facts: [{ what: text, value: text, source: text, asOf: text }] }),
      ],
      judgement: {
        ...fakeJudgement(base.judgement.verdict, [
          fakeFinding(3.25, text, { rule: text, attack: [text], evidence: [text] }),
        ]),
        next: [
          { says: text, do: text },
          { says: text, do: `https://example.org/${text}` },
        ],
      },
    };
  });
}
