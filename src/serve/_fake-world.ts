import { writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asking } from '../flow/ask.js';
import type { Investigation } from '../model/investigation.js';
import { fakeInvestigation } from '../report/_fake-investigation.js';
import type { Found, World } from './world.js';

/** A world for tests: reads nothing, asks nobody, and remembers what it was told to do. */
export interface FakeWorld extends World {
  readonly said: string[];
  readonly done: string[];
}

const NOBODY: Asking = {
  plan: { addresses: ['203.0.113.7'], sources: [], skipped: [], requests: 1, seconds: 1 },
  made: {
    shown: { addresses: [], sources: [], skipped: [], requests: 0, seconds: 0 },
    jobs: [],
    refused: [],
  },
  kept: new Map(),
};

export function fakeWorld(investigation: Investigation = fakeInvestigation()): FakeWorld {
  const said: string[] = [];
  const done: string[] = [];
  const found = (words: readonly string[], operands: readonly string[], folder: string | null): Found => {
    done.push(['read', ...words, ...operands].join(' '));
    const files = folder === null ? [] : operands.map((name) => ({ name, path: join(folder, name) }));
    return { command: 'investigate', words, operands, investigation, files, notes: [], saved: null };
  };
  return {
    said,
    done,
    now: () => new Date(Date.UTC(2026, 5, 17, 14, 3, 9)),
    temporary: tmpdir(),
    say: (text) => void said.push(text),
    read: (words, names, folder) => Promise.resolve(found(words, names, folder)),
    readLive: (words) => Promise.resolve(found(words, ['live'], null)),
    plan: (_, about) => Promise.resolve({ asking: NOBODY, found: about }),
    ask(words, { found: { investigation: before } }) {
      done.push(['ask', ...words].join(' '));
      return Promise.resolve({ investigation: before, hasFailed: false });
    },
    rawRows: () => Promise.resolve(() => []),
    report(words, name, _found, target) {
      writeFileSync(target, ['report', name, ...words].join(' '));
      return Promise.resolve();
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** One request with exactly these headers, as no browser would send it. */
export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
