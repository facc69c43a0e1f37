import { authenticode } from './authenticode.js';
import { collection } from './collection.js';
import type { Companion } from './companion.js';
import { dnsCache } from './dns-cache.js';
import { dnsClientCache } from './dns-client-cache.js';
import { getProcess } from './get-process.js';
import { hostname } from './hostname.js';
import { hosts } from './hosts.js';
import { ifconfig } from './ifconfig.js';
import { infobyip } from './infobyip.js';
import { ipconfig } from './ipconfig.js';
import { neighbours } from './neighbours.js';
import { procExe } from './proc-exe.js';
import { ps } from './ps.js';
import { routes } from './routes.js';
import { systeminfo } from './systeminfo.js';
import { tasklist } from './tasklist.js';
import { win32Process } from './win32-process.js';

export type { Companion } from './companion.js';
export { type CompanionReading, readCompanion, recognise } from './_read.js';

/** Every kind of companion, alphabetical. */
export const companions: readonly Companion[] = [
  authenticode,
  collection,
  dnsCache,
  dnsClientCache,
  getProcess,
  hostname,
  hosts,
  ifconfig,
  infobyip,
  ipconfig,
  neighbours,
  procExe,
  ps,
  routes,
  systeminfo,
  tasklist,
  win32Process,
];
