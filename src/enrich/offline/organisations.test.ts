import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanOrganisation } from './organisations.js';

test.each([
  ['HIVELOCITY, Inc.', 'Hivelocity'],
  ['TELEFONICA DE ESPANA S.A.U.', 'Telefonica de Espana'],
  ['AMAZON-AES - Amazon.com, Inc.', 'Amazon.com'],
  ['MICROSOFT-CORP-MSN-AS-BLOCK', 'Microsoft-Corp-Msn'],
  ['Hetzner Online GmbH', 'Hetzner Online'],
  ['Sia Nano IT', 'Nano IT'],
  ['"Domain names registrar REG.RU", Ltd', 'Domain names registrar REG.RU'],
  ['Mega Cable, S.A. de C.V.', 'Mega Cable'],
  ['P4 Sp. z o.o.', 'P4'],
  ['HANGZHOU EXAMPLE CO., LTD.', 'Hangzhou Example'],
  ['Baykov Ilya Sergeevich', 'Baykov Ilya Sergeevich'],
  ['Limited', 'Limited'],
  ['MTN SA', 'MTN'],
  ['', ''],
])('%s is called %s', (name, organisation) => {
  expect(cleanOrganisation(name)).toBe(organisation);
});

test('a name never vanishes and never grows', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (name) => {
      const cleaned = cleanOrganisation(name);
      expect(cleaned === '').toBe(name.trim() === '');
      expect(cleaned.length).toBeLessThanOrEqual(name.length);
    }),
  );
});
