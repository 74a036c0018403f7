// @vitest-environment jsdom
import { CLOSE, type LiveQuery } from '@quarterdeck/shared/live-protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveClient } from './live-client.ts';
import type { LiveStatus } from './live-status.ts';
import { FakeWebSocket } from './test/fake-web-socket.ts';
import { ManualClock } from './test/manual-clock.ts';

const query: LiveQuery = { cluster: 'demo', resource: 'v1/pods', namespaces: ['a'], fields: [], mode: 'rows' };

describe('LiveClient', () => {
  let clock: ManualClock;
  let client: LiveClient;
  const onSessionEnded = vi.fn();
  const onCredentialRefused = vi.fn();
  const seen: LiveStatus[] = [];
  const sink = { status: (status: LiveStatus) => void seen.push(status), rows: vi.fn(), columns: vi.fn() };
  const state = () => seen.at(-1)?.state;

  beforeEach(() => {
    FakeWebSocket.made = [];
    seen.length = 0;
    vi.clearAllMocks();
    clock = new ManualClock();
    client = new LiveClient({
      url: 'ws://here/api/live',
      csrf: () => ({ demo: 'secret' }),
      onSessionEnded,
      onCredentialRefused,
      WebSocket: FakeWebSocket,
      clock,
      random: () => 1,
    });
    client.start();
  });
  afterEach(() => client.stop());

  function live(): FakeWebSocket {
    FakeWebSocket.last.welcome();
    const subscribe = FakeWebSocket.last.sent.find(({ type }) => type === 'subscribe');
    const id = subscribe !== undefined && 'id' in subscribe ? subscribe.id : -1;
    FakeWebSocket.last.receive({ type: 'state', id, state: 'live', loaded: 3, since: clock.now() });
    return FakeWebSocket.last;
  }

  it('opens no socket before something is subscribed, then one for all', () => {
    expect(FakeWebSocket.made).toHaveLength(0);
    client.subscribe(query, sink);
    client.subscribe({ ...query, resource: 'v1/services' }, sink);
    expect(FakeWebSocket.made).toHaveLength(1);
    FakeWebSocket.last.welcome();
    expect(FakeWebSocket.last.sent.map(({ type }) => type)).toEqual(['hello', 'subscribe', 'subscribe']);
    expect(FakeWebSocket.last.sent[0]).toEqual({ type: 'hello', csrf: { demo: 'secret' } });
  });

  it('tells a sink its own frames only, and nothing after it left', () => {
    const leave = client.subscribe(query, sink);
    const other = { status: vi.fn(), rows: vi.fn() };
    client.subscribe(query, other);
    const socket = live();
    socket.receive({ type: 'rows', id: 1, seq: 0, upsert: [], remove: ['x'] });
    expect(sink.rows).toHaveBeenCalledTimes(1);
    expect(other.rows).not.toHaveBeenCalled();
    leave();
    expect(socket.sent.at(-1)).toEqual({ type: 'unsubscribe', id: 1 });
    socket.receive({ type: 'rows', id: 1, seq: 1, upsert: [], remove: ['y'] });
    expect(sink.rows).toHaveBeenCalledTimes(1);
  });

  it('ignores what is no frame', () => {
    client.subscribe(query, sink);
    const socket = live();
    for (const text of ['', '{', 'null', '[]', '{"type":"surprise","id":1}']) socket.receive(text);
    expect(state()).toBe('live');
  });

  it('subscribes again after a cut, and tells the truth meanwhile', () => {
    client.subscribe(query, sink);
    const first = live();
    const lastTrue = clock.now();
    clock.advance(3000);
    first.end(1006);
    expect(seen.at(-1)).toMatchObject({ state: 'reconnecting', since: lastTrue, loaded: 3 });
    clock.advance(500);
    expect(FakeWebSocket.made).toHaveLength(2);
    FakeWebSocket.last.end(1006);
    clock.advance(9500);
    expect(seen.at(-1)).toMatchObject({
      state: 'stale',
      since: lastTrue,
      problem: { code: 'qd.live.disconnected' },
    });
    FakeWebSocket.last.welcome();
    expect(FakeWebSocket.last.sent.at(-1)).toEqual({ type: 'subscribe', id: 1, query });
    FakeWebSocket.last.receive({ type: 'state', id: 1, state: 'live', loaded: 3, since: clock.now() });
    expect(state()).toBe('live');
    clock.advance(20_000);
    expect(state()).toBe('live');
  });

  it('backs off with each failure, up to a cap', () => {
    client.subscribe(query, sink);
    const waits = Array.from({ length: 8 }, () => {
      const made = FakeWebSocket.made.length;
      FakeWebSocket.last.end(1006);
      let waited = 0;
      while (FakeWebSocket.made.length === made) {
        clock.advance(100);
        waited += 100;
      }
      return waited;
    });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('comes back quickly when the BFF restarts', () => {
    client.subscribe(query, sink);
    live().end(CLOSE.goingAway);
    clock.advance(600);
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  describe('when the server moves its clients to another one', () => {
    const moving = vi.fn();
    const open = () => {
      client.subscribe(query, { ...sink, moving });
      live().end(CLOSE.goingAway);
    };
    const say = (state: 'loading' | 'live') =>
      FakeWebSocket.last.receive({ type: 'state', id: 1, state, loaded: 3, since: clock.now() });

    it('says nothing of it while another takes over in a moment', () => {
      open();
      const told = seen.length;
      expect(state()).toBe('live');
      expect(moving).toHaveBeenCalledTimes(1);
      clock.advance(600);
      FakeWebSocket.last.welcome();
      say('loading');
      clock.advance(1000);
      expect(seen).toHaveLength(told);
      say('live');
      clock.advance(20_000);
      expect(new Set(seen.slice(told - 1).map((status) => status.state))).toEqual(new Set(['live']));
    });

    it('tells the truth once that takes long: that nobody answers, or that it is loading', () => {
      open();
      clock.advance(2900);
      expect(state()).toBe('live');
      clock.advance(200);
      expect(state()).toBe('reconnecting');
      FakeWebSocket.last.welcome();
      say('loading');
      expect(state()).toBe('loading');
      say('live');
      FakeWebSocket.last.end(CLOSE.goingAway);
      clock.advance(600);
      FakeWebSocket.last.welcome();
      say('loading');
      expect(state()).toBe('live');
      clock.advance(2500);
      expect(state()).toBe('loading');
    });

    it('tells at once what the other server refuses', () => {
      open();
      clock.advance(600);
      FakeWebSocket.last.welcome();
      FakeWebSocket.last.receive({ type: 'state', id: 1, state: 'denied', loaded: 0, since: clock.now() });
      expect(state()).toBe('denied');
    });

    it('is no move when the connection is cut without a word, or breaks again on the way', () => {
      open();
      clock.advance(600);
      FakeWebSocket.last.end(1006);
      expect(state()).toBe('live');
      clock.advance(3000);
      expect(state()).toBe('reconnecting');
      client.subscribe(query, { ...sink, moving });
      expect(moving).toHaveBeenCalledTimes(1);
    });
  });

  it('gives up a socket that went silent', () => {
    client.subscribe(query, sink);
    const socket = live();
    clock.advance(20_000);
    socket.receive({ type: 'beat' });
    clock.advance(25_000);
    expect(state()).toBe('live');
    expect(socket.sent.filter(({ type }) => type === 'beat').length).toBeGreaterThan(2);
    clock.advance(15_000);
    expect(state()).toBe('reconnecting');
    expect(socket.closed).toBe(true);
    clock.advance(500);
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  it('looks at a socket at once when the tab wakes up', () => {
    client.subscribe(query, sink);
    const socket = live();
    clock.advance(1000);
    window.dispatchEvent(new Event('pageshow'));
    clock.advance(5000);
    expect(socket.closed).toBe(false);
    clock.advance(8000);
    window.dispatchEvent(new Event('pageshow'));
    clock.advance(4000);
    expect(socket.closed).toBe(true);
  });

  it('looks at a socket after a sleep that no event tells of', () => {
    client.subscribe(query, sink);
    const socket = live();
    clock.sleep(30_000);
    clock.advance(2000);
    expect(socket.closed).toBe(false);
    clock.advance(4000);
    expect(socket.closed).toBe(true);
    expect(state()).toBe('reconnecting');
  });

  it('tries again at once when asked to', () => {
    client.subscribe(query, sink);
    live().end(1006);
    client.retry();
    expect(FakeWebSocket.made).toHaveLength(2);
    clock.advance(400);
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  it('connects at once when the network is back', () => {
    client.subscribe(query, sink);
    const socket = live();
    window.dispatchEvent(new Event('online'));
    expect(socket.closed).toBe(true);
    expect(FakeWebSocket.made).toHaveLength(2);
    expect(state()).toBe('reconnecting');
  });

  it('gives up a socket that never welcomes', () => {
    client.subscribe(query, sink);
    FakeWebSocket.last.open();
    clock.advance(10_000);
    expect(FakeWebSocket.made[0]?.closed).toBe(true);
    expect(state()).toBe('stale');
    clock.advance(500);
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  it('waits for a sign-in when the session ended, and goes on after it', () => {
    client.subscribe(query, sink);
    live().end(CLOSE.sessionEnded);
    expect(onSessionEnded).toHaveBeenCalledTimes(1);
    expect(seen.at(-1)).toMatchObject({ state: 'stale', problem: { code: 'qd.session.expired' } });
    clock.advance(60_000);
    expect(FakeWebSocket.made).toHaveLength(1);
    const late = { status: vi.fn() };
    client.subscribe(query, late);
    expect(late.status).toHaveBeenLastCalledWith(expect.objectContaining({ state: 'stale' }));
    client.reconnect();
    expect(FakeWebSocket.made).toHaveLength(2);
    FakeWebSocket.last.welcome();
    expect(FakeWebSocket.last.sent.filter(({ type }) => type === 'subscribe')).toHaveLength(2);
  });

  it('says once that the API server no longer takes the credential', () => {
    client.subscribe(query, sink);
    const socket = live();
    const refused = { code: 'qd.api.unauthorized', status: 401, title: 'Unauthorized' } as const;
    for (const loaded of [3, 3])
      socket.receive({ type: 'state', id: 1, state: 'stale', loaded, since: clock.now(), problem: refused });
    expect(onCredentialRefused.mock.calls).toEqual([['demo', refused]]);
    expect(state()).toBe('stale');
  });

  it('keeps what the server refused refused', () => {
    client.subscribe(query, sink);
    const socket = live();
    socket.receive({ type: 'state', id: 1, state: 'denied', loaded: 0, since: clock.now() });
    socket.end(1006);
    expect(state()).toBe('denied');
  });

  it('stops for good', () => {
    client.subscribe(query, sink);
    const socket = live();
    client.stop();
    expect(socket.closed).toBe(true);
    clock.advance(120_000);
    expect(FakeWebSocket.made).toHaveLength(1);
  });
});
