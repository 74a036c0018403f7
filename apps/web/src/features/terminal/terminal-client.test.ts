import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { problem } from '@quarterdeck/shared/problem';
import { describe, expect, it } from 'vitest';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import { FakeNetwork } from '../../api/fake-socket.ts';
import { TerminalClient, type TerminalState } from './terminal-client.ts';

const REQUEST: TerminalRequest = {
  cluster: 'prod',
  namespace: 'team-a',
  pod: 'web-1',
  podUid: 'u1',
  container: 'app',
  mode: 'exec',
  command: null,
  title: 'web-1',
};
const SIZE = { cols: 100, rows: 30 };
const OPEN = {
  type: 'open',
  csrf: 'secret',
  namespace: 'team-a',
  pod: 'web-1',
  container: 'app',
  mode: 'exec',
  command: null,
  ...SIZE,
};

function start(remembered?: string, request: Partial<TerminalRequest> = {}) {
  const network = new FakeNetwork();
  const states: TerminalState[] = [];
  const screen: string[] = [];
  const drawn: (() => void)[] = [];
  const memory = { session: remembered };
  const client = new TerminalClient({
    request: { ...REQUEST, ...request },
    csrf: () => 'secret',
    memory: {
      get: () => memory.session,
      set: (session) => {
        memory.session = session;
      },
      clear: () => {
        memory.session = undefined;
      },
      size: () => undefined,
      setSize: () => undefined,
    },
    screen: {
      write: (data, done) => {
        screen.push(new TextDecoder().decode(data));
        drawn.push(done);
      },
      begin: (replay) => screen.push(replay ? '<replay>' : '<new>'),
      gap: () => screen.push('<gap>'),
      setTty: (tty) => {
        if (!tty) screen.push('<no tty>');
      },
    },
    onState: (state) => states.push(state),
    open: network.open,
    clock: network.clock,
    random: () => 1,
  });
  client.start(SIZE);
  network.last.events.open();
  const output = (text: string) => network.last.events.binary(new TextEncoder().encode(text));
  const opened = (offset = 0, session = 's1', more: object = {}) => {
    const frame = { type: 'opened', session, mode: 'exec', command: ['bash'], offset, tty: true, stdin: true, ...more };
    network.last.say(frame);
  };
  return { network, states, screen, drawn, memory, client, output, opened };
}

const status = (states: readonly TerminalState[]) => states.map((state) => state.status);

describe('TerminalClient', () => {
  it('opens a shell of the size on screen and remembers its session', () => {
    const { network, states, memory, opened, screen, output } = start();
    expect(network.last.path).toBe('/api/clusters/prod/terminal');
    expect(network.last.frames).toEqual([OPEN]);
    opened();
    output('$ ');
    expect(status(states)).toEqual(['connecting', 'open']);
    expect(memory.session).toBe('s1');
    expect(screen).toEqual(['<new>', '$ ']);
  });

  it('sends what is typed as bytes, large pastes in pieces, and nothing while not connected', () => {
    const { network, client, opened } = start();
    client.input(new TextEncoder().encode('early'));
    opened();
    client.input(new TextEncoder().encode('é'));
    client.input(new Uint8Array(40_000));
    network.last.events.closed(1006);
    client.input(new TextEncoder().encode('late'));
    const bytes = network.last.sent.filter((data): data is Uint8Array => typeof data !== 'string');
    expect(bytes.map((data) => data.length)).toEqual([2, 16_384, 16_384, 7232]);
  });

  it('acknowledges what has been drawn, not what has come', () => {
    const { network, opened, output, drawn } = start();
    opened();
    output('x'.repeat(80_000));
    output('y'.repeat(40_000));
    expect(network.last.frames).toHaveLength(1);
    drawn[0]?.();
    expect(network.last.frames.slice(1)).toEqual([{ type: 'ack', bytes: 80_000 }]);
    drawn[1]?.();
    output('z'.repeat(28_000));
    drawn[2]?.();
    expect(network.last.frames.slice(2)).toEqual([{ type: 'ack', bytes: 148_000 }]);
  });

  it('tells a new size once', () => {
    const { network, client, opened } = start();
    client.resize({ cols: 90, rows: 20 });
    expect(network.last.frames).toHaveLength(1);
    opened();
    client.resize({ cols: 90, rows: 20 });
    client.resize({ cols: 91, rows: 20 });
    expect(network.last.frames.slice(1)).toEqual([{ type: 'resize', cols: 91, rows: 20 }]);
  });

  it('comes back after a cut with what it has not seen', () => {
    const { network, states, opened, output, screen } = start();
    opened();
    output('12345');
    network.last.events.closed(1006);
    network.tick();
    network.last.events.closed(1006);
    expect(network.timers.map(({ ms }) => ms)).toEqual([1000]);
    network.tick();
    network.last.events.open();
    expect(network.last.frames).toEqual([{ type: 'attach', csrf: 'secret', session: 's1', offset: 5, ...SIZE }]);
    opened(5);
    output('678');
    expect(status(states)).toEqual(['connecting', 'open', 'reconnecting', 'reconnecting', 'open']);
    expect(screen).toEqual(['<new>', '12345', '678']);
  });

  it('says where output is missing, and counts from there', () => {
    const { network, opened, output, screen } = start();
    opened();
    output('12345');
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    opened(1000);
    output('z');
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    expect(network.last.frames[0]).toMatchObject({ offset: 1001 });
    expect(screen).toEqual(['<new>', '12345', '<gap>', 'z']);
  });

  it('late drawing of an earlier socket is not told to the next', () => {
    const { network, opened, output, drawn } = start();
    opened();
    output('x'.repeat(50_000));
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    drawn[0]?.();
    expect(network.last.frames.map((frame) => (frame as { type: string }).type)).toEqual(['attach']);
  });

  it('finds the session of this tab after a reload and replays it', () => {
    const { network, states, opened, output, screen } = start('s1');
    expect(network.last.frames).toEqual([{ type: 'attach', csrf: 'secret', session: 's1', offset: 0, ...SIZE }]);
    opened(0);
    output('old');
    expect(screen).toEqual(['<replay>', 'old']);
    expect(status(states)).toEqual(['connecting', 'open']);
  });

  it('says so when the one before the reload is gone: nothing runs twice by itself', () => {
    const { network, states, memory } = start('s0');
    network.last.say({ type: 'problem', problem: problem('qd.terminal.session-unknown', 'unknown') });
    expect(network.sockets).toHaveLength(1);
    expect(states.at(-1)).toMatchObject({ status: 'failed', problem: { code: 'qd.terminal.session-unknown' } });
    expect(memory.session).toBeUndefined();
  });

  it('asks a few times for a session that this replica of the BFF does not know', () => {
    const { network, states, memory, opened } = start('s0');
    const stranger = { type: 'problem', problem: problem('qd.terminal.other-replica', 'unknown') };
    network.last.say(stranger);
    network.tick();
    network.last.events.open();
    opened(0, 's0');
    expect(status(states).at(-1)).toBe('open');
    for (let i = 0; i < 3; i += 1) {
      network.last.events.closed(1006);
      network.tick();
    }
    const asked = network.sockets.length;
    let waited = 0;
    for (;;) {
      network.last.events.open();
      network.last.say(stranger);
      const [next] = network.timers;
      if (next === undefined) break;
      waited += next.ms;
      network.tick();
    }
    // whoever waits is told soon, however long it took until somebody answered
    expect(network.sockets.length - asked).toBe(4);
    expect(waited).toBeLessThan(3000);
    expect(states.at(-1)).toMatchObject({
      status: 'failed',
      problem: { code: 'qd.terminal.other-replica' },
      lost: { what: 'exec', command: ['bash'] },
    });
    expect(memory.session).toBeUndefined();
  });

  it('is told at once where the process that had it has died, and opens a new one when asked to', () => {
    const { network, states, opened, client, screen } = start();
    opened();
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    network.last.say({ type: 'problem', problem: problem('qd.terminal.server-ended', 'died') });
    expect(states.at(-1)).toMatchObject({
      status: 'failed',
      problem: { code: 'qd.terminal.server-ended' },
      lost: { what: 'exec', command: ['bash'] },
    });
    expect(network.timers).toEqual([]);
    client.restart();
    network.last.events.open();
    expect(network.last.frames).toEqual([OPEN]);
    opened(0, 's2');
    expect(screen).toEqual(['<new>', '<new>']);
  });

  it('notices a server that has gone without closing the socket', () => {
    const { network, states, opened, client } = start();
    opened();
    client.input(new TextEncoder().encode('ls'));
    network.tick();
    expect(network.last.frames.at(-1)).toEqual({ type: 'beat' });
    network.tick();
    expect(network.last.closedByClient).toBe(true);
    expect(states.at(-1)).toEqual({ status: 'reconnecting' });
    network.tick();
    network.last.events.open();
    expect(network.last.frames).toMatchObject([{ type: 'attach', session: 's1' }]);
  });

  it('looks often for a server that restarts, while the session may wait for it', () => {
    const { network, opened } = start();
    opened();
    let waited = 0;
    for (let i = 0; i < 15; i += 1) {
      network.last.events.closed(1006);
      const [{ ms } = { ms: 0 }] = network.timers;
      expect(ms).toBeLessThanOrEqual(4000);
      waited += ms;
      network.tick();
    }
    expect(waited).toBeLessThan(60_000);
  });

  it('looks for the replica that has the throw-away pod, and opens its terminal there', () => {
    const { network, states, opened } = start(undefined, { mode: 'attach', throwAway: 'x' });
    network.last.say({ type: 'problem', problem: problem('qd.terminal.other-replica', 'not here') });
    network.tick();
    network.last.events.open();
    expect(network.last.frames).toEqual([{ ...OPEN, mode: 'attach', throwAway: 'x' }]);
    opened();
    expect(status(states)).toEqual(['connecting', 'connecting', 'open']);
  });

  it('attaches to a main process as it is: lines end in a line feed, both ways', () => {
    const { network, client, opened, screen } = start(undefined, {
      mode: 'attach',
      waitForStart: true,
      throwAway: 'x',
    });
    expect(network.last.frames).toEqual([{ ...OPEN, mode: 'attach', wait: true, throwAway: 'x' }]);
    opened(0, 's1', { mode: 'attach', command: [], tty: false });
    client.input(new TextEncoder().encode('yes\r'));
    expect(new TextDecoder().decode(network.last.sent.at(-1) as Uint8Array)).toBe('yes\n');
    expect(screen).toEqual(['<no tty>', '<new>']);
  });

  it('tells why a container has not started, and that an idle terminal is about to end', () => {
    const { network, states, opened } = start();
    network.last.say({ type: 'waiting', problem: problem('qd.log.container-waiting', 'not yet') });
    expect(states.at(-1)).toMatchObject({ status: 'waiting', problem: { code: 'qd.log.container-waiting' } });
    opened();
    network.last.say({ type: 'idle', seconds: 60 });
    expect(states.at(-1)).toMatchObject({ status: 'open', idle: 60 });
    network.last.say({ type: 'idle', seconds: null });
    expect(states.at(-1)).not.toHaveProperty('idle');
  });

  it('tells its size again when it is looked at, and ends for good when it is closed', () => {
    const { network, client, opened } = start();
    opened();
    client.claim();
    client.end();
    expect(network.last.frames.slice(1)).toEqual([{ type: 'resize', ...SIZE }, { type: 'end' }]);
    expect(network.last.closedByClient).toBe(true);
  });

  it('a session that is gone after a cut is over: nothing starts by itself', () => {
    const { network, states, memory, opened } = start();
    opened();
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    network.last.say({ type: 'problem', problem: problem('qd.terminal.session-unknown', 'unknown') });
    expect(states.at(-1)).toMatchObject({ status: 'failed', problem: { code: 'qd.terminal.session-unknown' } });
    expect(network.sockets).toHaveLength(2);
    expect(memory.session).toBeUndefined();
  });

  it('ends with the exit code and can start again', () => {
    const { network, states, memory, client, opened, screen } = start();
    opened();
    network.last.say({ type: 'exited', code: 137, message: 'killed' });
    network.last.events.closed(1000);
    expect(states.at(-1)).toEqual({ status: 'exited', code: 137, message: 'killed' });
    expect(memory.session).toBeUndefined();
    expect(network.timers).toEqual([]);
    client.restart();
    network.last.events.open();
    expect(network.last.frames).toEqual([OPEN]);
    opened(0, 's2');
    expect(screen).toEqual(['<new>', '<new>']);
  });

  it('starting again while it runs ends what runs', () => {
    const { network, client, opened } = start();
    opened();
    client.restart();
    expect(network.sockets[0]?.frames.at(-1)).toEqual({ type: 'end' });
    expect(network.sockets[0]?.closedByClient).toBe(true);
  });

  it('a problem of the server is final', () => {
    const { network, states } = start();
    network.last.say({ type: 'problem', problem: problem('qd.terminal.no-shell', 'no shell') });
    expect(states.at(-1)).toMatchObject({ status: 'failed', problem: { code: 'qd.terminal.no-shell' } });
    expect(network.timers).toEqual([]);
  });

  it('waits for a new sign-in when the session is over, then attaches again', () => {
    const { network, states, client, opened } = start();
    opened();
    network.last.events.closed(CLOSE.sessionEnded);
    expect(states.at(-1)).toMatchObject({ status: 'failed', problem: { code: 'qd.session.expired' } });
    expect(network.timers).toEqual([]);
    client.reattach();
    network.last.events.open();
    expect(network.last.frames[0]).toMatchObject({ type: 'attach', session: 's1' });
  });

  it('closing leaves the session to wait and calls off everything', () => {
    const { network, memory, client, opened } = start();
    opened();
    network.last.events.closed(1006);
    client.close();
    expect(network.timers).toEqual([]);
    expect(memory.session).toBe('s1');
  });
});
