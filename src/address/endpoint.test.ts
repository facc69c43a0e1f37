import { expect, test } from 'vitest';
import { splitBsdEndpoint, splitEndpoint, splitLastColon } from './extract.js';

test.each([
  ['1.2.3.4:443', '1.2.3.4', '443'],
  ['1.2.3.4', '1.2.3.4', null],
  ['[2001:db8::1]:443', '2001:db8::1', '443'],
  ['[::1]', '::1', null],
  ['[::]:*', '::', '*'],
  ['[fe80::1%12]:546', 'fe80::1%12', '546'],
  ['[fe80::1]%eth0:546', 'fe80::1%eth0', '546'],
  ['fe80::1%eth0:546', 'fe80::1%eth0', '546'],
  ['fe80::1%eth0', 'fe80::1%eth0', null],
  ['2001:db8::1:443', '2001:db8::1:443', null],
  ['2001:db8::1', '2001:db8::1', null],
  ['::', '::', null],
  [':::22', ':::22', null],
  ['::ffff:1.2.3.4', '::ffff:1.2.3.4', null],
  ['::ffff:1.2.3.4:443', '::ffff:1.2.3.4', '443'],
  ['2001:db8:0:0:0:0:0:1', '2001:db8:0:0:0:0:0:1', null],
  ['2001:db8:0:0:0:0:0:1:443', '2001:db8:0:0:0:0:0:1', '443'],
  ['*:*', '*', '*'],
  ['*:443', '*', '443'],
  ['*', '*', null],
  ['host.example:https', 'host.example', 'https'],
  ['1.2.3.4:', '1.2.3.4', null],
  ['127.0.0.53%lo:53', '127.0.0.53%lo', '53'],
  ['[::1', '[::1', null],
  ['[::1]x:80', '[::1]x:80', null],
  ['', '', null],
])('%s is host %s and port %s', (text, host, port) => {
  expect(splitEndpoint(text)).toEqual({ host, port });
});

test.each([
  [':::22', '::', '22'],
  ['::1:631', '::1', '631'],
  ['2001:db8::1:443', '2001:db8::1', '443'],
  ['[2001:db8::1]:443', '2001:db8::1', '443'],
  ['0.0.0.0:*', '0.0.0.0', '*'],
  ['host', 'host', null],
])('a tool that always prints a port means by %s host %s and port %s', (text, host, port) => {
  expect(splitLastColon(text)).toEqual({ host, port });
});

test.each([
  ['1.2.3.4.443', '1.2.3.4', '443'],
  ['2001:db8::1.443', '2001:db8::1', '443'],
  ['fe80::1%en0.5353', 'fe80::1%en0', '5353'],
  ['*.*', '*', '*'],
  ['*.22', '*', '22'],
  ['localhost.http', 'localhost', 'http'],
  ['*', '*', null],
])('BSD netstat means by %s host %s and port %s', (text, host, port) => {
  expect(splitBsdEndpoint(text)).toEqual({ host, port });
});
