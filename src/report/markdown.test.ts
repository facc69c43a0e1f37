import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeInput, fakeInvestigation, fakePeer } from './_fake-investigation.js';
import { goldenInvestigation } from './_golden-investigation.js';
import { HOSTILE, hostilePeers } from './_hostile-peers.js';
import { markdownCellCode, markdownCode, markdownLink, markdownText } from './_markdown-text.js';
import { markdown } from './markdown.js';
import { PLAIN_OPTIONS, renderedText } from './_rendered.js';
import type { RenderOptions } from './report.js';

function said(options: Partial<RenderOptions> = {}): string {
  return renderedText(markdown, goldenInvestigation(), { ...PLAIN_OPTIONS, defang: true, ...options });
}

test('the marking stands first and last, the verdicts next', () => {
  expect(said({ tlp: 'amber+strict' })).toMatch(/^\*\*TLP:AMBER\+STRICT\*\*\n[^]*\*\*TLP:AMBER\+STRICT\*\*\n$/);
  expect(said()).toContain('**4 malicious**, **1 suspicious**, 1 unexplained, 1 expected.');
});

test('a peer has its owner, port, program, and reasons that add up', () => {
  const text = said();
  expect(text).toContain('## MALICIOUS: `185[.]220[.]101[.]34` (93 %, coverage 55 %)');
  expect(text).toContain('- Owner: Example Hosting (hosting), AS64500, Germany');
  expect(text).toContain('- Port: `4070/tcp` in practice Spotify; registered as tripe');
  expect(text).toContain(
    '| +19.5 | The program runs from a temporary folder, where nothing that is installed lives. `T1036.005` |',
  );
  expect(text).toContain('| **+11.0** | 93 % likely malicious |');
});

test('addresses are defanged unless they are wanted as they are; links stay real', () => {
  expect(markdown.defangsByDefault).toBe(true);
  expect(said().replace(/<https:[^>]*>/g, '')).not.toContain('185.220.101.34');
  expect(said()).toContain('[VirusTotal](<https://www.virustotal.com/gui/ip-address/185.220.101.34>)');
  expect(said({ defang: false })).toContain('`185.220.101.34`');
});

test('a commanded next step can be copied as it is', () => {
  expect(said()).toContain(
    '- [ ] See what the program is: `Get-AuthenticodeSignature "C:\\Users\\maria\\AppData\\Local\\Temp\\svch0st.exe"`',
  );
});

test('more peers than asked for are counted', () => {
  expect(said({ top: 1 })).toContain('4 more peers malicious or suspicious (`--all` shows them).');
});

test('brief leaves out evidence and next steps', () => {
  const text = said({ detail: 'brief' });
  expect(text).not.toContain('What this rests on');
  expect(text).not.toContain('- [ ]');
});

/** The text without code spans, links of our own and escaped characters: all that a renderer would act upon. */
function lively(text: string): string {
  return text
    .replace(/`[^`]*`/g, '')
    .replace(/\[[^\]]*\]\(<https:[^>]*>\)/g, '')
    .replace(/\\[!-/:-@[-`{-~]/g, ' ');
}

test('hostile text is neither markup, link, mention nor HTML anywhere in the report', () => {
  const inputs = HOSTILE.map((text) =>
    fakeInput({
      name: text,
      tool: text,
      badLines: [{ line: 1, text, reason: text }],
      nameOnlyPeers: [text],
      blindSpots: [{ id: text, says: text, fix: text }],
    }),
  );
  for (const defang of [true, false]) {
    const text = renderedText(
      markdown,
      fakeInvestigation([...hostilePeers(), fakePeer('1.2.3.4', 'expected')], inputs),
      { ...PLAIN_OPTIONS, defang },
    );
    const left = lively(text);
    // Our own marks: headings, bold, the rule, list items, the rows of tables.
    expect(left).not.toMatch(/[<>`\\~$]|:\/\/|www\.|@|[a-z]:alert|!\[|\]\(/);
    expect(left.match(/\[(?! \] )/g)).toBeNull();
    expect(left.replace(/^#{1,2} /gm, '')).not.toMatch(/(?<!&)#/);
  }
});

test('every row of a table has the columns of its header', () => {
  const text = renderedText(markdown, fakeInvestigation(hostilePeers()), PLAIN_OPTIONS);
  for (const block of text.split('\n\n').filter((candidate) => candidate.startsWith('| '))) {
    const counts = block
      .trim()
      .split('\n')
      .map((line) => line.split('|').length);
    expect(new Set(counts).size).toBe(1);
  }
});

test('any text stays on its line, and what is left of it outside code is escaped', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = markdownText(text);
      expect(written).not.toMatch(/[\r\n|]/);
      expect(lively(written)).not.toMatch(/[<>`*_[\]~$]|:\/\/|@/);
      expect(markdownCode(text)).toMatch(/^(?:`[^`\r\n]+`)?$/);
      expect(markdownCellCode(text)).not.toContain('|');
    }),
  );
});

test('only a web address becomes a link', () => {
  expect(markdownLink('x', 'javascript:alert(1)')).toBe('');
  expect(markdownLink('x', 'https://a.example/ b')).toBe('');
  expect(markdownLink('a]b', 'https://a.example/>)')).toBe('[a\\]b](<https://a.example/%3E)>)');
});
