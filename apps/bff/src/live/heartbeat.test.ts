import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import { keepAlive } from './heartbeat.ts';

/** A socket whose other side answers as the test says. */
class Peer extends EventEmitter {
  readonly OPEN = 1;
  readyState: 0 | 1 | 2 | 3 = 1;
  bufferedAmount = 0;
  answers = true;
  pings = 0;

  ping(): void {
    this.pings += 1;
    if (this.answers) this.emit('pong');
  }

  terminate(): void {
    this.readyState = 3;
  }
}

describe('the heartbeat of a socket', () => {
  let clock: FakeClock;
  let peer: Peer;
  beforeEach(() => {
    clock = new FakeClock();
    peer = new Peer();
    keepAlive(peer, clock);
  });

  it('keeps a peer that answers', () => {
    clock.advance(600_000);
    expect(peer.pings).toBe(40);
    expect(peer.readyState).toBe(1);
  });

  it('cuts one that was silent for three beats', () => {
    peer.answers = false;
    clock.advance(44_000);
    expect(peer.readyState).toBe(1);
    clock.advance(1_000);
    expect(peer.readyState).toBe(3);
  });

  it('gives one that takes slowly what waits for it the time to come to the ping, and not for ever', () => {
    peer.answers = false;
    peer.bufferedAmount = 500_000;
    clock.advance(170_000);
    expect(peer.readyState).toBe(1);
    clock.advance(10_000);
    expect(peer.readyState).toBe(3);
  });

  it('cuts nobody because it has slept itself', () => {
    let late = 0;
    const sleepy = new Peer();
    // the process was not run for two minutes: all timers fire at once, before any answer is read
    keepAlive(sleepy, {
      ...clock,
      now: () => clock.now() + late,
      after: (ms, run) => clock.after(ms, run),
      random: () => 0,
    });
    late = 120_000;
    sleepy.answers = false;
    clock.advance(15_000);
    expect(sleepy.readyState).toBe(1);
    clock.advance(30_000);
    expect(sleepy.readyState).toBe(3);
  });
});
