import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIT, nameFit } from './name-fit.ts';

describe('nameFit (OPS-041)', () => {
  it.each([
    ['deployments', 'deployments', FIT.exact],
    ['deployments', 'deploy', FIT.start],
    ['my-web-1', 'web', FIT.part],
    ['reweb', 'web', FIT.inside],
    ['deployments', 'depolyments', FIT.typo],
    ['deployments', 'deplyments', FIT.typo],
    ['deployments', 'depploy', FIT.typo],
    ['deployments', 'deplpy', FIT.typo],
    ['my-redis-0', 'rediz', FIT.typo],
    ['web', 'wbe', 0],
    ['deployments', 'secrets', 0],
  ])('%s for %s', (text, word, fit) => {
    expect(nameFit(text, word)).toBe(fit);
  });

  it('forgives one slip of a name that is typed whole, and not two far apart', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 6, maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.nat(), (name, seed) => {
        const at = 1 + (seed % (name.length - 1));
        expect(nameFit(name, `${name.slice(0, at)}z${name.slice(at + 1)}`)).toBe(FIT.typo);
        expect(nameFit(name, name.slice(0, at) + name.slice(at + 1))).toBeGreaterThan(0);
        expect(nameFit(name, `${name.slice(0, 1)}z${name.slice(2, -1)}z`)).toBe(0);
      }),
    );
  });
});
