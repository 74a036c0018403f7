import { describe, expect, it } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import type { Session } from './session.ts';
import { SessionRegistry } from './session-registry.ts';

const START = 1_800_000_000;
const MINUTE = 60_000;
const make = (more: Partial<Session> = {}): Session => ({
  id: 'a',
  cluster: 'c',
  user: { name: 'jane', groups: [] },
  kind: 'token',
  credential: { kind: 'bearer', token: 't' },
  csrf: 'x',
  homeNamespace: null,
  tokenExpiresAt: null,
  sessionExpiresAt: START + 12 * 3600,
  ...more,
});
const setUp = () => {
  const clock = new FakeClock(START * 1000);
  const registry = new SessionRegistry(clock, 30 * 60);
  let ended = 0;
  return {
    clock,
    registry,
    watch: (session: Session) => registry.watch(session, () => (ended += 1)),
    ended: () => ended,
  };
};

describe('session registry', () => {
  it('tells sockets when the session has been idle', () => {
    const { clock, watch, ended } = setUp();
    watch(make());
    clock.advance(29 * MINUTE);
    expect(ended()).toBe(0);
    clock.advance(MINUTE);
    expect(ended()).toBe(1);
    clock.advance(1000 * MINUTE);
    expect(ended()).toBe(1);
  });

  it('counts the idle time from the last request', () => {
    const { clock, registry, watch, ended } = setUp();
    const session = make();
    watch(session);
    for (let i = 0; i < 6; i += 1) {
      clock.advance(20 * MINUTE);
      registry.touch(session, START);
    }
    expect(ended()).toBe(0);
    clock.advance(30 * MINUTE);
    expect(ended()).toBe(1);
  });

  it.each([
    ['absolute', { sessionExpiresAt: START + 600 }],
    ['token', { tokenExpiresAt: START + 600 }],
  ] as const)('ends at the %s expiry in spite of activity', (reason, more) => {
    const { clock, registry, watch, ended } = setUp();
    const session = make(more);
    watch(session);
    clock.advance(9 * MINUTE);
    registry.touch(session, START);
    expect(registry.expiry(session, START)).toBeUndefined();
    clock.advance(MINUTE);
    expect(ended()).toBe(1);
    expect(registry.expiry(session, START)).toBe(reason);
  });

  it('waits longer than one timer can', () => {
    const clock = new FakeClock(START * 1000);
    const registry = new SessionRegistry(clock, 366 * 24 * 3600);
    let ended = 0;
    registry.watch(make({ sessionExpiresAt: START + 60 * 24 * 3600 }), () => (ended += 1));
    clock.advance(59 * 24 * 60 * MINUTE);
    expect(ended).toBe(0);
    clock.advance(24 * 60 * MINUTE);
    expect(ended).toBe(1);
  });

  it('tells every socket at sign-out, refuses the id, and tells late ones too', async () => {
    const { registry, watch, ended } = setUp();
    const session = make();
    watch(session);
    watch(session);
    watch(make({ id: 'other' }));
    registry.end(session);
    expect(ended()).toBe(2);
    expect(registry.hasEnded(session)).toBe(true);
    watch(session);
    await Promise.resolve();
    expect(ended()).toBe(3);
  });

  it('forgets watchers that leave, and their timers', () => {
    const { clock, watch, ended } = setUp();
    const stop = watch(make());
    const stopToo = watch(make());
    stop();
    stop();
    expect(clock.pending).toBe(1);
    stopToo();
    expect(clock.pending).toBe(0);
    clock.advance(100 * MINUTE);
    expect(ended()).toBe(0);
  });

  it('has the cookie sealed anew at most once a minute', () => {
    const { clock, registry } = setUp();
    const session = make();
    const seals = [];
    for (let i = 0; i < 10; i += 1) {
      seals.push(registry.touch(session, START));
      clock.advance(MINUTE / 4);
    }
    expect(seals.filter(Boolean)).toHaveLength(2);
  });

  it('forgets signed-out ids once their cookies are too old anyway', () => {
    const { clock, registry } = setUp();
    const session = make({ sessionExpiresAt: START + 60 });
    registry.end(session);
    clock.advance(11 * MINUTE);
    registry.touch(make({ id: 'other' }), START);
    expect(registry.hasEnded(session)).toBe(false);
    expect(registry.expiry(session, START)).toBe('absolute');
  });
});
