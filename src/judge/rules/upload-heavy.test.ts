import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { uploadHeavy } from './upload-heavy.js';

testRule(uploadHeavy, {
  fires: [['upload-heavy', { ...rented, bytesSent: 40_000_000, bytesReceived: 90_000 }]],
  quiet: [
    { ...rented, bytesSent: 40_000_000, bytesReceived: 30_000_000 },
    { ...rented, bytesSent: 400_000, bytesReceived: 90 },
    { ...microsoft, bytesSent: 40_000_000, bytesReceived: 90_000 },
    {
      ...rented,
      bytesSent: 40_000_000,
      bytesReceived: 90_000,
      programs: [{ name: 'sync.exe', known: { key: 'sync', kind: 'cloud-sync' } }],
    },
  ],
});
