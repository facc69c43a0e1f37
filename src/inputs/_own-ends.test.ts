import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memorySource } from './_memory-source.js';
import { readInput } from './index.js';

test('the listing of a device says on which computer more can be learnt', async () => {
  const bytes = readFileSync(new URL('../../fixtures/inputs/firewall/azure-firewall.csv.txt', import.meta.url));
  const { blindSpots } = await readInput(memorySource('azure.csv', bytes), { connection: () => undefined });
  expect(blindSpots.find(({ id }) => id === 'no-programs')?.fix).toBe(
    'On the computer behind 10.0.0.4: netstat -anob > connections.txt',
  );
});
