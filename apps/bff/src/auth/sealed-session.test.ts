import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SessionSeal } from './sealed-session.ts';
import type { Session } from './session.ts';

const session: Session = {
  id: 'i'.repeat(43),
  cluster: 'a',
  user: { name: 'jane', groups: ['g'] },
  kind: 'token',
  credential: { kind: 'bearer', token: 'canary-token' },
  csrf: 'c'.repeat(43),
  homeNamespace: null,
  tokenExpiresAt: null,
  sessionExpiresAt: 2_000_000_000,
};
const sealed = { session, seenAt: 1_900_000_000 };

describe('session seal', () => {
  it('gives back what it sealed, to another process with the key as well', async () => {
    const key = randomBytes(32);
    const text = await new SessionSeal(key).seal(sealed);
    expect(text).toMatch(/^[A-Za-z0-9_.-]+$/);
    expect(await new SessionSeal(key).open(text)).toEqual(sealed);
  });

  it('never seals twice alike', async () => {
    const seal = new SessionSeal(randomBytes(32));
    expect(await seal.seal(sealed)).not.toBe(await seal.seal(sealed));
  });

  it('opens nothing that was altered, cut, or sealed with another key or algorithm', async () => {
    const seal = new SessionSeal(randomBytes(32));
    const text = await seal.seal(sealed);
    const middle = Math.floor(text.length / 2);
    const altered = text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1);
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${text.split('.').slice(1).join('.')}`;
    for (const wrong of [altered, text.slice(0, -5), none, '', 'x', 'a.b.c.d.e'])
      expect(await seal.open(wrong)).toBeUndefined();
    expect(await new SessionSeal(randomBytes(32)).open(text)).toBeUndefined();
  });
});
