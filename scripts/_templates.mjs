// What `npm run new` writes. Each unit passes its room's tests as it stands, and says what is to be changed.

const kebab = (camel) => camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const importKey = (row) => /^import .* from '\.\/([^']+)\.js';/.exec(row)?.[1] ?? null;
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** An import and a member of the list below it; `member` finds the file name by the identifier, as imports give it. */
function imported({ path, camel, name, list }) {
  return [
    {
      path,
      from: /^import /,
      to: /^$/,
      keyOf: importKey,
      key: name,
      line: `import { ${camel} } from './${name}.js';`,
    },
    {
      path,
      from: list,
      to: /^\];/,
      keyOf: (row) => /^ {2}(\w+),$/.exec(row)?.[1] ?? null,
      key: camel,
      line: `  ${camel},`,
    },
  ];
}

function source({ name, camel, upper }) {
  const folder = `fixtures/enrich/online/${name}`;
  const address = '203.0.113.7';
  const reputation = {
    label: null,
    lastSeen: null,
    meaning: 'overall',
    direction: 'both',
    score: 0.5,
    raw: 'score 50 of 100',
    origins: [name],
  };
  const known = {
    address,
    answer: 'known',
    facts: [{ what: 'risk score', value: '50', asOf: null }],
    reputation: [reputation],
  };
  return {
    files: [
      [`src/enrich/online/sources/${name}.ts`, sourceText(name, camel, upper)],
      [`${folder}/known.json`, json({ ip: address, score: 50 })],
      [`${folder}/known.expected.json`, json({ address, status: 200, answer: known })],
      [`${folder}/not-known.json`, json({ message: 'not found' })],
      [
        `${folder}/not-known.expected.json`,
        json({ address, status: 404, answer: { address, answer: 'not-known', reason: 'not found' } }),
      ],
    ],
    registry: imported({
      path: 'src/enrich/online/sources/index.ts',
      camel,
      name,
      list: /^export const \w+: readonly \w+\[\] = \[/,
    }),
    next: [
      `Next: fill in src/enrich/online/sources/${name}.ts from the documentation of the service, put real answers`,
      `(made anonymous) into ${folder}, one file for each kind of answer, and run`,
      `  UPDATE=1 npx vitest run src/enrich/online/sources/fixtures.test.ts`,
      'The difference it makes to *.expected.json is what your reader reads; every answer is also replayed through the',
      'engine by the conformance suite, with all that can go wrong.',
    ].join('\n'),
  };
}

function sourceText(name, camel, upper) {
  return `import { jsonObject, numberAt } from '../shape.js';
import type { Answer, Asked, HttpSource, SourceReply } from '../source.js';
import { known, mustBeAbout, nothingKnown, oneByOne, opinion } from './_answers.js';
import { statements } from './_text.js';

/** One sentence: who they are, what they know, of whose connections it speaks. */
export const ${camel}: HttpSource = {
  name: '${name}',
  title: '${name}',
  service: '${name}',
  hosts: ['api.${name}.example'],
  tells: 'Risk score',
  kind: 'passive',
  isDefault: false,
  key: { env: ['FAREND_${upper}_KEY'], howToGet: 'https://${name}.example/', isOptional: false },
  tlpCeiling: 'green',
  quota: { perSecond: 1, concurrent: 1, note: 'Where the numbers come from.' },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['${name}'],
  licence: 'Terms of the service',
  url: 'https://${name}.example/documentation',
  revision: 1,
  reliability: 0.5,
  via: 'http',
  reads: [404],
  request: ([one], [key]) => ({
    method: 'GET',
    url: \`https://api.${name}.example/v1/\${encodeURIComponent(one?.text ?? '')}\`,
    headers: { accept: 'application/json', 'x-api-key': key ?? '' },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not found/i);
  const body = jsonObject(reply);
  mustBeAbout(asked, body['ip']);
  const score = numberAt(body, 'score');
  const raw = \`score \${score} of 100\`;
  const opinions = [opinion({ meaning: 'overall', direction: 'both', score: score / 100, raw, origins: ['${name}'] })];
  return known(asked, statements([['risk score', score]]), opinions);
}
`;
}

function input({ name, camel }) {
  const folder = `fixtures/inputs/${name}`;
  return {
    files: [
      [`src/inputs/${name}.ts`, inputText(name, camel)],
      [`${folder}/plain.txt`, `# ${name}\n192.168.1.20:51544 203.0.113.7:443\n`],
    ],
    registry: [
      {
        path: 'src/inputs/index.ts',
        from: /^export const formats/,
        to: /^\];/,
        keyOf: (row) =>
          /^ {2}(?:late\(|\{ name: )'([^']+)'/.exec(row)?.[1] ??
          (/^ {2}atHand\((\w+)\)/.test(row) ? kebab(/atHand\((\w+)\)/.exec(row)[1]) : null),
        key: name,
        line: `  late('${name}', async () => (await others()).${camel}),`,
      },
      {
        path: 'src/inputs/other-formats.ts',
        from: /^\/\//,
        to: /^$/,
        keyOf: (row) => /from '\.\/(.+)\.js';$/.exec(row)?.[1] ?? null,
        key: name,
        line: `export { ${camel} } from './${name}.js';`,
      },
    ],
    next: [
      `Next: put real lines (made anonymous) into ${folder}/*.txt, read them in src/inputs/${name}.ts, and run`,
      '  UPDATE=1 npx vitest run src/inputs/fixtures.test.ts',
    ].join('\n'),
  };
}

function inputText(name, camel) {
  return `import { splitEndpoint } from '../address/extract.js';
import { parseAddress } from '../address/parse.js';
import type { Endpoint } from '../model/connection.js';
import type { CaptureFacts, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// # ${name}
// 192.168.1.20:51544 203.0.113.7:443

export const ${camel}: InputFormat = {
  name: '${name}',
  title: '${name}',
  reads: [{ tool: '${name}', versions: 'which were seen', link: 'https://example.com/' }],
  sniff: ({ text }) => (text.startsWith('# ${name}') ? 1 : 0),
  open: (_, sink) => new Reader(sink),
};

class Reader implements LineReader {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  line(text: string, number: number): void {
    if (text.trim() === '' || text.startsWith('#')) return;
    const [local, remote] = text.slice(0, 400).split(' ').map(endOf);
    if (local === undefined || remote === undefined || local === null || remote === null) {
      this.#sink.badLine(number, text, 'a row without two readable addresses');
      return;
    }
    this.#sink.connection({
      protocol: 'tcp',
      local,
      remote,
      state: 'unknown',
      direction: null,
      process: null,
      host: null,
      remoteNames: [],
      time: null,
      bytesSent: null,
      bytesReceived: null,
      line: number,
      count: 1,
    });
  }

  end(): CaptureFacts {
    return { tool: '${name}', language: null, os: 'unknown', blindSpots: [] };
  }
}

function endOf(text: string): Endpoint | null {
  const { host, port } = splitEndpoint(text);
  const address = parseAddress(host);
  return address === null ? null : { address, port: port === null ? null : Number(port), name: null, isAny: false, cut: null };
}
`;
}

function report({ name, camel }) {
  return {
    files: [
      [`src/report/${name}.ts`, reportText(name, camel)],
      [`src/report/${name}.test.ts`, reportTest(name, camel)],
    ],
    registry: [
      {
        path: 'src/report/index.ts',
        from: /^export const reports/,
        to: /^\];/,
        keyOf: (row) => /^ {2,4}(?:\{ )?name: '([^']+)'/.exec(row)?.[1] ?? null,
        key: name,
        line: `  { name: '${name}', extensions: ['${name}'], load: async () => (await import('./${name}.js')).${camel} },`,
      },
    ],
    next: `Next: write src/report/${name}.ts; every text in an investigation is hostile: escape it for your medium.`,
  };
}

function reportText(name, camel) {
  return `import type { Investigation } from '../model/investigation.js';
import type { RenderOptions, Report, Write } from './report.js';

export const ${camel}: Report = {
  name: '${name}',
  title: '${name}',
  mediaType: 'text/plain; charset=utf-8',
  extensions: ['${name}'],
  render,
};

function render({ peers }: Investigation, _: RenderOptions, write: Write): void {
  for (const { peer, judgement } of peers) write(\`\${peer.text} \${judgement.verdict}\\n\`);
}
`;
}

function reportTest(name, camel) {
  return `import { expect, test } from 'vitest';
import { ${camel} } from './${name}.js';

test('says of itself what the registry needs', () => {
  expect(${camel}).toMatchObject({ name: '${name}', extensions: ['${name}'] });
});
`;
}

function rule({ name, camel }) {
  return {
    files: [
      [`src/judge/rules/${name}.ts`, ruleText(name, camel)],
      [`src/judge/rules/${name}.test.ts`, ruleTest(name, camel)],
    ],
    registry: [
      ...imported({ path: 'src/judge/rules/index.ts', camel, name, list: /^export const rules/ }),
      {
        path: 'src/judge/weights.ts',
        from: /^export const WEIGHTS = \{/,
        to: /^\}/,
        keyOf: (row) => /^ {2}'?([\w.-]+)'?: /.exec(row)?.[1] ?? null,
        key: name,
        line: `  '${name}': argued(1, 'the source of the argument'),`,
      },
    ],
    next: [
      `Next: write src/judge/rules/${name}.ts; argue its weight in src/judge/weights.ts (or count it: npm run evaluate`,
      `-- --weights); say on which subjects it fires and stays quiet in src/judge/rules/${name}.test.ts.`,
    ].join('\n'),
  };
}

function ruleText(name, camel) {
  return `import type { Rule } from '../rule.js';

export const ${camel}: Rule = {
  id: '${name}',
  title: 'What it looks for',
  family: 'behaviour',
  why: 'Why that is a reason, in one sentence.',
  falsePositives: 'Who does it honestly.',
  references: ['https://attack.mitre.org/'],
  attack: [],
  judge({ peer }) {
    if (!peer.names.includes('${name}.example')) return null;
    return { weight: '${name}', says: 'One plain sentence that a responder can defend.' };
  },
};
`;
}

function ruleTest(name, camel) {
  return `import { testRule } from './_rule-test.js';
import { ${camel} } from './${name}.js';

testRule(${camel}, {
  fires: [['${name}', { names: ['${name}.example'] }]],
  quiet: [{ names: ['www.example.com'] }, {}],
});
`;
}

export const templates = { input, report, rule, source };
