// Preloaded with --require: whatever would send a packet, or start a program that could, is noted in a file and fails.
const { appendFileSync } = require('node:fs');

function trap(name) {
  return () => {
    appendFileSync(process.env.TRAP_FILE, `${name}\n`);
    throw new Error(`the trap caught ${name}`);
  };
}

/** Replaces every function of an object whose name matches. */
function trapAll(object, name, pattern) {
  for (const key of Object.getOwnPropertyNames(object)) {
    const { value, writable, configurable } = Object.getOwnPropertyDescriptor(object, key) ?? {};
    if (typeof value !== 'function' || !pattern.test(key) || !(writable || configurable)) continue;
    Object.defineProperty(object, key, { value: trap(`${name}.${key}`), writable: true, configurable: true });
  }
}

const net = require('node:net');
net.Socket.prototype.connect = trap('net.Socket.connect');
trapAll(net, 'net', /^(?:connect|createConnection)$/);
trapAll(require('node:tls'), 'tls', /^connect$/);
trapAll(require('node:dgram'), 'dgram', /^createSocket$/);
const ASKS = /^(?:lookup|lookupService|resolve\w*|reverse)$/;
const dns = require('node:dns');
trapAll(dns, 'dns', ASKS);
trapAll(dns.promises, 'dns.promises', ASKS);
for (const { Resolver } of [dns, dns.promises]) {
  trapAll(Resolver.prototype, 'Resolver', ASKS);
  trapAll(Object.getPrototypeOf(Resolver.prototype), 'Resolver', ASKS);
}
for (const name of ['http', 'https']) trapAll(require(`node:${name}`), name, /^(?:request|get)$/);
trapAll(require('node:http2'), 'http2', /^connect$/);
trapAll(require('node:child_process'), 'child_process', /^(?:spawn|exec|fork)/);
globalThis.fetch = trap('fetch');
if (globalThis.WebSocket !== undefined) globalThis.WebSocket = trap('WebSocket');
require('node:module').syncBuiltinESMExports();
