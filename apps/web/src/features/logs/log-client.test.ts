import { CLOSE } from '@quarterdeck/shared/live-protocol';
import type { LogLine } from '@quarterdeck/shared/log-protocol';
import { describe, expect, it } from 'vitest';
import { onSessionOver } from '../../api/api-fetch.ts';
import { FakeNetwork } from '../../api/fake-socket.ts';
import { createLogClient } from './log-client.ts';
import { REQUEST, sourceFrame } from './test/log-fixtures.ts';

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
    lines: (lines) => {
      seen.push(...lines.map(([source, , text]) => `${source}${text}`));
    },
    preview: (lines) => {
      happened.push(`preview ${lines.map(([source, , text]) => `${source}${text}`).join(' ')}`);
    },
    source: ({ source, state, because }) => {
      happened.push([source, state, because].filter((word) => word !== undefined).join(' '));
    },
    query: ({ state }) => {
      happened.push(`query ${state}`);
    },
    end: () => {
      happened.push('end');
    },
    link: (link, problem) => {
      happened.push(problem === undefined ? link : `${link} ${problem.code}`);
    },
  });
  return { network, seen, happened, stream };
}

const line = (second: number, text: string, source = 0): LogLine => [source, `2026-11-21T10:00:0${second}.5Z`, text];

describe('log client', () => {
  it('opens with the session value and the tail', () => {
    const { network, happened } = start();
    expect(network.last.path).toBe('/api/clusters/prod%2Feu/logs');
    expect(network.last.sent).toEqual([]);
    network.last.events.open();
    expect(network.last.frames).toEqual([{ type: 'open', csrf: 'secret', ...REQUEST }]);
    expect(happened).toEqual(['connecting', 'open']);
  });

  it('hands a preview on under the lasting numbers, and neither counts nor remembers it', () => {
    const { network, seen, happened, stream } = start();
    network.last.events.open();
    network.last.say(sourceFrame({ source: 7 }));
    network.last.say({ type: 'preview', lines: [line(2, 'b', 7), line(3, 'of nobody', 9)] });
    expect(happened.at(-1)).toBe('preview 0b');
    network.last.say({ type: 'lines', lines: [line(1, 'a', 7), line(2, 'b', 7)] });
    expect(seen).toEqual(['0a', '0b']);
    stream.taken(2);
    expect(network.last.frames.at(-1)).toEqual({ type: 'ack', lines: 2 });
  });

  it('acknowledges what the view has taken, counted by socket', () => {
    const { network, stream } = start();
    network.last.events.open();
    network.last.say(sourceFrame());
    network.last.say({ type: 'lines', lines: [line(1, 'a'), line(2, 'b'), line(3, 'c')] });
    stream.taken(2);
    expect(network.last.frames.slice(1)).toEqual([{ type: 'ack', lines: 2 }]);
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    // The third line of the first socket is taken late: nothing of the second socket has been.
    stream.taken(1);
    expect(network.last.frames.slice(1)).toEqual([]);
    network.last.say(sourceFrame());
    network.last.say({ type: 'lines', lines: [line(4, 'd')] });
    stream.taken(1);
    expect(network.last.frames.slice(1)).toEqual([{ type: 'ack', lines: 1 }]);
  });

  it('comes back after a cut, from where each source stood, without repeating a line', () => {
    const { network, seen, stream, happened } = start();
    network.last.events.open();
    network.last.say({ type: 'opened', at: '2026-11-21T09:59:00Z' });
    network.last.say(sourceFrame());
    network.last.say(sourceFrame({ source: 1, pod: 'web-2', uid: 'u2' }));
    network.last.say({ type: 'query', query: 0, state: 'live', matched: 2, notRead: 0 });
    network.last.say({ type: 'lines', lines: [line(1, 'a'), line(2, 'b1'), line(2, 'b2'), line(1, 'x', 1)] });
    stream.taken(4);
    network.last.events.closed(1006);
    expect(network.timers.map(({ ms }) => ms)).toEqual([500]);
    network.tick();
    network.last.events.closed(1006);
    expect(network.timers.map(({ ms }) => ms)).toEqual([1000]);
    network.tick();
    network.last.events.open();
    expect(network.last.frames[0]).toMatchObject({
      resume: {
        at: '2026-11-21T09:59:00Z',
        sources: [
          { pod: 'web-1', uid: 'u1', container: 'app', instance: 0, time: '2026-11-21T10:00:02.5Z' },
          { pod: 'web-2', uid: 'u2', container: 'app', instance: 0, time: '2026-11-21T10:00:01.5Z' },
        ],
      },
    });
    happened.length = 0;
    // the second connection numbers its sources anew; a third pod has joined, the second is gone
    network.last.say(sourceFrame({ pod: 'web-3', uid: 'u3' }));
    network.last.say(sourceFrame({ source: 1 }));
    network.last.say({ type: 'query', query: 0, state: 'live', matched: 2, notRead: 0 });
    const again = [line(2, 'b1', 1), line(2, 'b2', 1), line(2, 'b3', 1), line(3, 'c', 0)];
    network.last.say({ type: 'lines', lines: again });
    expect(seen).toEqual(['0a', '0b1', '0b2', '1x', '0b3', '2c']);
    expect(happened).toEqual(['2 streaming', '0 streaming', 'query live', '1 ended gone']);
    stream.taken(2);
    expect(network.last.frames.at(-1)).toEqual({ type: 'ack', lines: 4 });
  });

  it('asks for the tail again where the cut came before the first line, also after a preview', () => {
    const { network, seen, happened } = start();
    network.last.events.open();
    network.last.say({ type: 'opened', at: '2026-11-21T09:59:00Z' });
    network.last.say(sourceFrame());
    network.last.say(sourceFrame({ source: 1, pod: 'web-2', uid: 'u2' }));
    network.last.say({ type: 'preview', lines: [line(1, 'a')] });
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    expect(network.last.frames).toEqual([{ type: 'open', csrf: 'secret', ...REQUEST }]);
    happened.length = 0;
    // the numbers are new here too, and who is not told of has gone
    network.last.say({ type: 'opened', at: '2026-11-21T10:05:00Z' });
    network.last.say(sourceFrame({ source: 0, pod: 'web-2', uid: 'u2' }));
    network.last.say({ type: 'query', query: 0, state: 'live', matched: 1, notRead: 0 });
    network.last.say({ type: 'lines', lines: [line(1, 'x')] });
    expect(seen).toEqual(['1x']);
    expect(happened).toEqual(['1 streaming', 'query live', '0 ended gone']);
    network.last.events.closed(1006);
    network.tick();
    network.last.events.open();
    expect(network.last.frames[0]).toMatchObject({
      resume: { at: '2026-11-21T09:59:00Z', sources: [{ uid: 'u2' }] },
    });
  });

  it('stays closed after the end, and goes on when it is told to', () => {
    const { network, seen, happened, stream } = start();
    network.last.events.open();
    network.last.say({ type: 'opened', at: '2026-11-21T09:59:00Z' });
    network.last.say(sourceFrame());
    network.last.say({ type: 'lines', lines: [line(1, 'a')] });
    network.last.say(sourceFrame({ state: 'ended', because: 'exited' }));
    network.last.say({ type: 'end' });
    network.last.events.closed(1000);
    expect(network.timers).toEqual([]);
    expect(happened.slice(2)).toEqual(['0 streaming', '0 ended exited', 'end']);
    stream.reopen({ ...REQUEST, sources: [{ namespace: 'team-a' }] });
    network.last.events.open();
    expect(network.last.frames[0]).toMatchObject({
      sources: [{ namespace: 'team-a' }],
      resume: { sources: [{ uid: 'u1' }] },
    });
    network.last.say(sourceFrame({ source: 7, instance: 1 }));
    network.last.say({ type: 'lines', lines: [line(1, 'a', 7), line(5, 'b', 7)] });
    expect(seen).toEqual(['0a', '0b']);
  });

  it('tells why nothing is read at all', () => {
    const { network, happened } = start();
    network.last.events.open();
    network.last.say({ type: 'problem', problem: { code: 'qd.request.too-many', title: 'no', status: 429 } });
    network.last.events.closed(CLOSE.tooMany);
    expect(happened.at(-1)).toBe('closed qd.request.too-many');
    expect(network.timers).toEqual([]);
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
    network.last.say(sourceFrame());
    network.last.say({ type: 'lines', lines: [line(1, 'of no source that was told', 9)] });
    network.last.say({ type: 'lines', lines: [line(1, 'a')] });
    expect(seen).toEqual(['0a']);
  });
});
