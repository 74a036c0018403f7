import { expect, it } from 'vitest';
import { shellsOf } from './shells.ts';

it.each([
  ['linux', 'bash sh ash'],
  ['windows', 'pwsh powershell cmd'],
  [undefined, 'bash sh ash powershell cmd'],
] as const)('on %s the shells are %s, in this order', (os, shells) => {
  expect(shellsOf(os).flat().join(' ')).toBe(shells);
});
