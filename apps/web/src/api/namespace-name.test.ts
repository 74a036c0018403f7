import { expect, it } from 'vitest';
import { namespaceFault } from './namespace-name.ts';

it.each([
  ['team-a', undefined],
  ['0', undefined],
  ['a'.repeat(63), undefined],
  ['', 'empty'],
  ['a'.repeat(64), 'too-long'],
  ['Team', 'upper-case'],
  ['team.a', 'characters'],
  ['team_a', 'characters'],
  ['团队', 'characters'],
  ['-a', 'edges'],
  ['a-', 'edges'],
])('%j: %s', (name, fault) => {
  expect(namespaceFault(name)).toBe(fault);
});
