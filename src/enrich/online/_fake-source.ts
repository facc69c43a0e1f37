import { jsonObject, numberAt, textOf } from './shape.js';
import type { HttpSource, Quota } from './source.js';

/** A service for tests: `GET /ip/ADDRESS` with a key in a header; 404 with `{"found":false}` is "not known". */
export function fakeSource(changes: Partial<HttpSource> = {}, quota: Partial<Quota> = {}): HttpSource {
  return {
    via: 'http',
    name: 'fake',
    title: 'Fake',
    service: 'fake',
    hosts: ['fake.example'],
    tells: 'whatever the test says',
    kind: 'passive',
    isDefault: true,
    key: { env: ['FAREND_FAKE_KEY'], howToGet: 'https://fake.example/key', isOptional: false },
    tlpCeiling: 'amber',
    quota: { concurrent: 4, note: 'of the test', ...quota },
    families: [4, 6],
    batch: 1,
    maxAgeHours: 24,
    negativeMaxAgeHours: 2,
    origins: ['fake'],
    licence: 'none',
    url: 'https://fake.example/docs',
    revision: 1,
    reads: [404],
    page: (address) => `https://fake.example/${encodeURIComponent(address)}`,
    request: ([{ text }], secrets) => ({
      method: 'GET',
      url: `https://fake.example/ip/${encodeURIComponent(text)}`,
      headers: { accept: 'application/json', ...(secrets.length === 0 ? {} : { 'x-key': secrets[0] }) },
    }),
    read(reply, [{ text }]) {
      const value = jsonObject(reply);
      if (value.found === false) return [{ address: text, answer: 'not-known' }];
      const score = numberAt(value, 'score');
      const says = textOf(value.says) ?? '';
      return [
        {
          address: text,
          answer: 'known',
          facts: [{ what: 'reports', value: says }],
          reputation: [
            {
              meaning: 'overall',
              direction: 'both',
              score: score / 100,
              raw: `${score} of 100 ${says}`,
              label: null,
              lastSeen: null,
              origins: ['fake'],
            },
          ],
        },
      ];
    },
    ...changes,
  };
}
