import { describe, expect, it } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import type { Renewal, Session } from './session.ts';
import { SessionRegistry } from './session-registry.ts';

const START = 1_800_000_000;
const MINUTE = 60_000;
const session: Session = {
  id: 'a',
  cluster: 'c',
  user: { name: 'ida', groups: [] },
  kind: 'oidc',
  credential: { kind: 'bearer', token: 'first' },
  csrf: 'x',
  homeNamespace: null,
  tokenExpiresAt: START + 600,
  sessionExpiresAt: START + 12 * 3600,
  oidc: { provider: 'house', refreshToken: 'r1' },
};
const next: Renewal = {
  credential: { kind: 'bearer', token: 'second' },
  tokenExpiresAt: START + 1200,
  oidc: { provider: 'house', refreshToken: 'r2' },
};
/** lets promises settle */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const setUp = (renew: () => Promise<Renewal | 'refused'>) => {
  const clock = new FakeClock(START * 1000);
  let asked = 0;
  const registry = new SessionRegistry(clock, 30 * 60, () => {
    asked += 1;
    return renew();
  });
  const live = registry.adopt(session, START);
  if (!live) throw new Error('not adopted');
  let ended = 0;
  registry.watch(live, () => (ended += 1));
  return { clock, registry, live, asked: () => asked, ended: () => ended };
};

describe('renewing a credential without the person', () => {
  it('happens a minute before its end, once for all who wait', async () => {
    const { clock, registry, live, asked, ended } = setUp(async () => next);
    clock.advance(8 * MINUTE);
    expect(asked()).toBe(0);
    clock.advance(MINUTE);
    await Promise.all([registry.keepFresh(live), registry.keepFresh(live), settle()]);
    expect(asked()).toBe(1);
    expect(live).toMatchObject({ ...next, renewed: 1, id: 'a', csrf: 'x' });
    // who came with the older cookie has the same object
    expect(registry.adopt(session, START)).toBe(live);
    clock.advance(2 * MINUTE);
    expect([ended(), registry.expiry(live, START)]).toEqual([0, undefined]);
    expect(registry.adopt(session, START)).toBeUndefined();
  });

  it('ends the session when the provider refuses', async () => {
    const { clock, registry, live, ended } = setUp(async () => 'refused');
    clock.advance(9 * MINUTE);
    await settle();
    expect([ended(), registry.hasEnded(live)]).toEqual([1, true]);
  });

  it('is tried again while the provider is away, until the token ends', async () => {
    const { clock, live, registry, asked, ended } = setUp(() => Promise.reject(new Error('away')));
    for (let i = 0; i < 4; i += 1) {
      clock.advance(i === 0 ? 9 * MINUTE : 15_000);
      await settle();
    }
    expect([asked(), ended()]).toEqual([4, 0]);
    expect(registry.expiry(live, START)).toBeUndefined();
    clock.advance(16_000);
    await settle();
    clock.advance(16_000);
    await settle();
    expect(registry.expiry(live, START)).toBe('token');
    expect(ended()).toBe(1);
  });

  it('does not bring back who signed out meanwhile', async () => {
    let answer = (_renewal: Renewal) => {};
    const { clock, registry, live } = setUp(() => new Promise((resolve) => (answer = resolve)));
    clock.advance(9 * MINUTE);
    registry.end(live);
    answer(next);
    await settle();
    expect(registry.hasEnded(live)).toBe(true);
    expect(live.credential).toMatchObject({ token: 'first' });
  });

  it('takes over what another replica has renewed', () => {
    const { registry, live } = setUp(async () => next);
    expect(registry.adopt({ ...session, ...next, renewed: 1 }, START)).toBe(live);
    expect(live.credential).toMatchObject({ token: 'second' });
  });
});
