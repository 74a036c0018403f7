import { CLOSE } from '@quarterdeck/shared/live-protocol';
import type { LogLine } from '@quarterdeck/shared/stream-protocol';
import { describe, expect, it } from 'vitest';
import { onSessionOver } from '../../api/api-fetch.ts';
import { FakeNetwork } from '../../api/fake-socket.ts';
import { createLogClient } from './log-client.ts';
import type { LogRequest } from './log-source.ts';

const REQUEST: LogRequest = {
  sources: [{ namespace: 'team-a', pod: 'web-1', container: 'app' }],
  follow: true,
  previous: false,
  tailLines: 500,
};

function start() {
  const network = new FakeNetwork();
  const seen: string[] = [];
  const happened: string[] = [];
  const stream = createLogClient({
    cluster: 'prod/eu',
    csrf: () => 'secret',
    open: network.open,
    clock: network.clock,
    random: () => 1,
  })(REQUEST, {
    lines: (lines) => seen.push(...lines.map(([, , text]) => text)),
    source: (_index, state, problem) => happened.push(problem === undefined ? state : `${state} ${problem.code}`),
    end: () => happened.push('end'),
    link: (link, problem) => happened.push(problem === undefined ? link : `${link} ${problem.code}`),
  });
  return { network, seen, happened, stream };
}

const line = (second: number, text: string): LogLine => [0, `2026-11-21T10:00:0${second}.5Z`, text];

describe('log client', () => {
  it('opens with the session value and the tail', () => {
    const { network, happened } = start();
    expect(network.last.path).toBe('/api/clusters/prod%2Feu/logs');
    expect(network.last.sent).toEqual([]);
    network.last.events.open();
    expect(network.last.frames).toEqual([{ type: 'open', csrf: 'secret', ...REQUEST }]);
    expect(happened).toEqual(['connecting', 'open']);
  });

  it('acknowledges what the view has taken, counted by socket', () => {
    const { network, stream } = start();
    network.last.events.open();
    network.last.say({ type: 'lines', lines: [line(1, 'a'), line(2, 'b'), line(3, 'c')] });
    stream.taken(2);
    expect(network.last.frames.slice(1)).toEqual([{ type: 'ack', lines: 2 }]);
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    // The third line of the first socket is taken late: nothing of the second socket has been.
    stream.taken(1);
    expect(network.last.frames.slice(1)).toEqual([]);
    network.last.say({ type: 'lines', lines: [line(4, 'd')] });
    stream.taken(1);
    expect(network.last.frames.slice(1)).toEqual([{ type: 'ack', lines: 1 }]);
  });

  it('comes back after a cut, from the last line, without repeating one', () => {
    const { network, seen, stream, happened } = start();
    network.last.events.open();
    network.last.say({ type: 'lines', lines: [line(1, 'a'), line(2, 'b1'), line(2, 'b2')] });
    stream.taken(3);
    network.last.events.closed(1006);
    expect(network.timers.map(({ ms }) => ms)).toEqual([500]);
    network.tick();
    network.last.events.closed(1006);
    expect(network.timers.map(({ ms }) => ms)).toEqual([1000]);
    network.tick();
    network.last.events.open();
    expect(network.last.frames[0]).toMatchObject({ sinceTime: '2026-11-21T10:00:02.5Z' });
    expect(network.last.frames[0]).not.toHaveProperty('tailLines');
    network.last.say({ type: 'lines', lines: [line(2, 'b1'), line(2, 'b2'), line(2, 'b3'), line(3, 'c')] });
    expect(seen).toEqual(['a', 'b1', 'b2', 'b3', 'c']);
    expect(happened).toEqual(['connecting', 'open', 'reconnecting', 'reconnecting', 'open']);
    stream.taken(2);
    expect(network.last.frames.at(-1)).toEqual({ type: 'ack', lines: 4 });
  });

  it('stays closed after the end, and goes on when told that the container started again', () => {
    const { network, seen, happened, stream } = start();
    network.last.events.open();
    network.last.say({ type: 'lines', lines: [line(1, 'a')] });
    network.last.say({ type: 'source', source: 0, state: 'ended' });
    network.last.say({ type: 'end' });
    network.last.events.closed(1000);
    expect(network.timers).toEqual([]);
    expect(happened.slice(2)).toEqual(['ended', 'end']);
    stream.reopen();
    network.last.events.open();
    network.last.say({ type: 'lines', lines: [line(1, 'a'), line(5, 'b')] });
    expect(seen).toEqual(['a', 'b']);
  });

  it('does not try again when the session is over, and tells the app', () => {
    const over: string[] = [];
    const stop = onSessionOver((cluster) => over.push(cluster));
    const { network, happened } = start();
    network.last.events.open();
    network.last.events.closed(CLOSE.sessionEnded);
    stop();
    expect(network.timers).toEqual([]);
    expect(over).toEqual(['prod/eu']);
    expect(happened.at(-1)).toBe('closed qd.session.expired');
  });

  it.each([
    [CLOSE.forbidden, 'qd.request.csrf'],
    [CLOSE.badFrame, 'qd.request.invalid'],
    [CLOSE.tooMany, 'qd.request.too-many'],
  ])('close code %i is final', (code, problem) => {
    const { network, happened } = start();
    network.last.events.closed(code);
    expect(network.timers).toEqual([]);
    expect(happened.at(-1)).toBe(`closed ${problem}`);
  });

  it('closing calls off everything', () => {
    const { network, stream } = start();
    network.last.events.closed(1006);
    stream.close();
    expect(network.timers).toEqual([]);
    stream.reopen();
    expect(network.sockets).toHaveLength(1);
  });

  it('ignores frames that it does not know', () => {
    const { network, seen } = start();
    network.last.events.open();
    network.last.events.text('{not json');
    network.last.events.text('null');
    network.last.say({ type: 'later-version' });
    network.last.say({ type: 'lines', lines: [line(1, 'a')] });
    expect(seen).toEqual(['a']);
  });
});
