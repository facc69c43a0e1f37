import { testRule } from './_rule-test.js';
import { powershell, radio, rented, timed } from './_subjects.js';
import { steadyDownload } from './steady-download.js';

testRule(steadyDownload, {
  fires: [
    ['steady-download', { ...rented, ...radio, ports: ['8000/tcp'] }],
    ['steady-download', { kind: 'access', ...radio, ports: ['80/tcp'] }],
  ],
  quiet: [
    { ...rented, ...radio, ports: ['4444/tcp'] },
    { ...rented, ...radio, ports: ['8000/tcp'], programs: [powershell] },
    // Short, slow, or as much the other way.
    { ...rented, ...radio, timing: timed({ longestMs: 20_000 }), ports: ['8000/tcp'] },
    { ...rented, ...radio, bytesReceived: 900_000, ports: ['8000/tcp'] },
    { ...rented, ...radio, bytesSent: 9_000_000, ports: ['8000/tcp'] },
  ],
});
