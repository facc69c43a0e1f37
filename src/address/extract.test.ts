import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTime } from '../../test/cpu-time.js';
import { anyIPv4, anyIPv6 } from './_samples.js';
import { refang } from './defang.js';
import { extractAddresses } from './extract.js';
import { formatAddress } from './format.js';

test.each([
  ['1[.]2[.]3[.]4', '1.2.3.4'],
  ['1(.)2(.)3(.)4', '1.2.3.4'],
  ['1{.}2[.]3.4', '1.2.3.4'],
  ['1[dot]2(dot)3 dot 4', '1.2.3.4'],
  ['1\\.2\\.3\\.4', '1.2.3.4'],
  ['2001[:]db8[:][:]1', '2001:db8::1'],
  ['2001:db8[::]1', '2001:db8::1'],
  ['hxxp://host[.]example', 'http://host.example'],
  ['hXXps[:]//host[.]example', 'https://host.example'],
  ['hxxp[://]host[.]example', 'http://host.example'],
  ['[::]:443 [::1]:80 connect the dot here', '[::]:443 [::1]:80 connect the dot here'],
  ['arr[0] f(x) {y} xhxxp:', 'arr[0] f(x) {y} xhxxp:'],
  ['', ''],
])('%s is refanged to %s', (text, plain) => {
  expect(refang(text)).toBe(plain);
});

// Each find as it stands in the text, then what was read: address, port or /length.
test.each([
  ['peer 192.0.2.1:443, next', ['192.0.2.1:443 > 192.0.2.1 443']],
  ['peer 192.0.2.1: down. And 192.0.2.2.', ['192.0.2.1 > 192.0.2.1', '192.0.2.2 > 192.0.2.2']],
  ['[2001:db8::1]:443 and [::1]', ['[2001:db8::1]:443 > 2001:db8::1 443', '[::1] > ::1']],
  [
    '[fe80::1%12]:546 [fe80::1]%eth0:547',
    ['[fe80::1%12]:546 > fe80::1%12 546', '[fe80::1]%eth0:547 > fe80::1%eth0 547'],
  ],
  [
    'fe80::1%eth0. fe80::2%, fe80::3%en0:53',
    ['fe80::1%eth0 > fe80::1%eth0', 'fe80::2 > fe80::2', 'fe80::3%en0:53 > fe80::3%en0 53'],
  ],
  ['route 10.0.0.0/8 via 2001:db8::/32', ['10.0.0.0/8 > 10.0.0.0 /8', '2001:db8::/32 > 2001:db8:: /32']],
  ['http://192.0.2.1/24x https://[2001:db8::2]/64/a', ['192.0.2.1 > 192.0.2.1', '[2001:db8::2]/64 > 2001:db8::2 /64']],
  [
    '192.0.2.1/33 192.0.2.1:65536 192.0.2.1:',
    ['192.0.2.1 > 192.0.2.1', '192.0.2.1 > 192.0.2.1', '192.0.2.1 > 192.0.2.1'],
  ],
  ['2001:db8::1:443', ['2001:db8::1:443 > 2001:db8::1:443']],
  ['::ffff:192.0.2.1:443', ['::ffff:192.0.2.1:443 > ::ffff:192.0.2.1 443']],
  ['/0:0:0:0:0:0:0:1:8080', ['0:0:0:0:0:0:0:1:8080 > ::1 8080']],
  ['tcp:192.0.2.1:443 ip4:192.0.2.2/31', ['192.0.2.1:443 > 192.0.2.1 443', '192.0.2.2/31 > 192.0.2.2 /31']],
  ['ip6:2001:db8::1/64 src=2001:db8::2;', ['2001:db8::1/64 > 2001:db8::1 /64', '2001:db8::2 > 2001:db8::2']],
  [
    '192.0.2.1-192.0.2.9 192.0.2.1->192.0.2.2',
    ['192.0.2.1 > 192.0.2.1', '192.0.2.9 > 192.0.2.9', '192.0.2.1 > 192.0.2.1', '192.0.2.2 > 192.0.2.2'],
  ],
  [
    '{"ip":"192.0.2.1","p":[192.0.2.2,192.0.2.3]}',
    ['192.0.2.1 > 192.0.2.1', '192.0.2.2 > 192.0.2.2', '192.0.2.3 > 192.0.2.3'],
  ],
  ['from x ([192.0.2.1]) user@192.0.2.2', ['[192.0.2.1] > 192.0.2.1', '192.0.2.2 > 192.0.2.2']],
  ['\u5730\u5740\uff1a192.0.2.1\u3067\u3059', ['192.0.2.1 > 192.0.2.1']],
  ['hxxp://192[.]0[.]2[.]1:80/a', ['192[.]0[.]2[.]1:80 > 192.0.2.1 80']],
  [
    'c2 2001[:]db8[:][:]1, 192 dot 0 dot 2 dot 1',
    ['2001[:]db8[:][:]1 > 2001:db8::1', '192 dot 0 dot 2 dot 1 > 192.0.2.1'],
  ],
  ['192.0.2[.]1[:]8080[.] then', ['192.0.2[.]1[:]8080 > 192.0.2.1 8080']],
  ['listen [::]:22', ['[::]:22 > :: 22']],
])('in %s are %j', (text, finds) => {
  expect(found(text)).toEqual(finds);
});

test.each(
  [
    [
      'version 1.2.3.4.5',
      'v1.2.3.4',
      '1.2.3.4abc',
      'x1.2.3.4',
      '1.2.3.4.example',
      '4.3.2.1.in-addr.arpa',
      'lib-1.2.3.4',
    ],
    [
      '1.2.3.4-beta',
      '1.2.3.4_1',
      '_1.2.3.4',
      '11111.2.3.4',
      '1.2.3.4444',
      '01.2.3.4',
      '1.2.3',
      '1.2.3.256',
      '\uff11.1.2.3.4',
    ],
    [
      'std::string a::b ::',
      '12:34:56',
      '2024-01-02T10:11:12.123',
      '00:11:22:33:44:55',
      '00:11:22:33:44:55:66:77',
      'Foo::1',
      ':::',
    ],
    [
      'aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99',
      '1:2:3:4:5:6:7',
      '12345::1',
      '1::2::3',
      'x:y:z',
      '\u00e91.2.3.4',
      '',
    ],
  ].flat(),
)('in %j is no address', (text) => {
  expect(found(text)).toEqual([]);
});

test('an address between blanks is always found, with its port, where it stands', () => {
  fc.assert(
    fc.property(fc.oneof(anyIPv4, anyIPv6), fc.nat(65535), fc.boolean(), (a, port, isDefanged) => {
      const plain = a.family === 4 ? `${formatAddress(a)}:${port}` : `[${formatAddress(a)}]:${port}`;
      const written = isDefanged ? plain.replaceAll('.', '[.]') : plain;
      expect([...extractAddresses(`to ${written} now`)]).toEqual([
        { address: a, port, prefixLength: null, index: 3, length: written.length },
      ]);
    }),
    { numRuns: 5_000, seed: 7 },
  );
});

test('finds come in order, never overlap and stay inside any text', () => {
  const unit = fc.constantFrom(
    ...'0123456789abf:.[]%/- (x)'.split(''),
    '1.2.3.4',
    '2001:db8::1',
    '[.]',
    '[:]',
    ' dot ',
    'hxxp://',
    '\uff11',
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), (units) => {
      const text = units.join('');
      let end = 0;
      for (const find of extractAddresses(text)) {
        expect(find.index).toBeGreaterThanOrEqual(end);
        end = find.index + find.length;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 10_000, seed: 8 },
  );
});

test('time grows with the text and no faster, whatever the text repeats', () => {
  const units = [
    '1',
    '.',
    ':',
    '1.',
    '1:',
    '[',
    '[.]',
    '[:]',
    '%',
    'a%',
    '::1%a',
    '1.2.3.4:',
    '1.2.3.4.5 ',
    '[::1]%',
    '1 dot ',
    'hxx',
    '::',
    '1:2:',
  ];
  const slow: string[] = [];
  for (const unit of units) {
    const text = unit.repeat(400_000 / unit.length);
    const taken = cpuTime();
    let count = 0;
    for (const _ of extractAddresses(text)) count++;
    // Generous: it takes well under 0.2 s, a quadratic scan takes minutes.
    if (taken() > 3_000) slow.push(unit);
    expect(count).toBeLessThan(text.length);
  }
  expect(slow).toEqual([]);
});

function found(text: string): string[] {
  return [...extractAddresses(text)].map(({ address, port, prefixLength, index, length }) => {
    const tail = `${port === null ? '' : ` ${port}`}${prefixLength === null ? '' : ` /${prefixLength}`}`;
    return `${text.slice(index, index + length)} > ${formatAddress(address)}${tail}`;
  });
}
