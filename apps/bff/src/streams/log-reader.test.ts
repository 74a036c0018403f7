import type { ResumeFilter } from '@quarterdeck/shared/log-resume';
import { describe, expect, it } from 'vitest';
import { LogCluster } from '../test/log-cluster.ts';
import { LogReaderView } from '../test/log-reader-view.ts';
import { sessionOf } from '../test/socket-bench.ts';
import { recheckLogs } from './log-access.ts';
import type { LogWish } from './log-reader.ts';

const session = sessionOf('ada');

describe('pods that come and go', () => {
  it('join from their first line, and stay when they are gone', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    cluster.write('a', 'a1');
    const view = new LogReaderView(cluster, { tailLines: 10 });
    await view.until(() => expect(view.seen).toEqual(['a#0 a1']));
    cluster.add('other', { app: 'y' });
    cluster.write('other', 'nothing of ours');
    cluster.add('b');
    for (let i = 0; i < 30; i += 1) cluster.write('b', `b${i}`);
    await view.until(() => expect(view.seen).toHaveLength(31));
    expect(view.last('b')).toMatchObject({ joined: true, state: 'streaming', uid: 'uid-3' });
    expect(view.reports[0]).not.toHaveProperty('joined');
    cluster.remove('a');
    await view.until(() => expect(view.last('a')).toMatchObject({ state: 'ended', because: 'gone' }));
    cluster.write('b', 'still here');
    await view.until(() => expect(view.seen.at(-1)).toBe('b#0 still here'));
    expect(view.queries.at(-1)).toMatchObject({ state: 'live', matched: 1, notRead: 0 });
    expect(view.reader.isOver).toBe(false);
  });

  it('leave when they match no longer', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.last('a')?.state).toBe('streaming'));
    cluster.relabel('a', { app: 'y' });
    await view.until(() => expect(view.last('a')).toMatchObject({ state: 'ended', because: 'left' }));
    cluster.write('a', 'not for us');
    await view.rest();
    expect(view.seen).toEqual([]);
    cluster.relabel('a', { app: 'x' });
    await view.until(() => expect(view.seen).toEqual(['a#0 not for us']));
  });

  it('T5.2-03: of one selector are told apart by who controls them', async () => {
    const cluster = new LogCluster();
    cluster.add('leader-1', { app: 'x' }, 'set-1');
    cluster.add('follower-1', { app: 'x' }, 'set-9');
    cluster.add('nobody');
    for (const pod of cluster.pods.keys()) cluster.write(pod, 'hello');
    const sources = [{ namespace: 'ns', labelSelector: 'app=x', owners: ['set-1', 'set-2', 'uid-of-all'] }];
    const view = new LogReaderView(cluster, { sources, tailLines: 10 });
    await view.until(() => expect(view.seen).toEqual(['leader-1#0 hello']));
    expect(view.queries.at(-1)).toMatchObject({ state: 'live', matched: 1 });
    cluster.add('follower-2', { app: 'x' }, 'set-9');
    cluster.add('leader-2', { app: 'x' }, 'set-2');
    cluster.give('nobody', 'set-1');
    cluster.write('follower-2', 'not ours');
    cluster.write('leader-2', 'joined');
    await view.until(() => expect(view.seen).toHaveLength(3));
    expect(new Set(view.seen)).toEqual(new Set(['leader-1#0 hello', 'leader-2#0 joined', 'nobody#0 hello']));
    cluster.give('leader-1', '');
    await view.until(() => expect(view.last('leader-1')).toMatchObject({ state: 'ended', because: 'left' }));
    expect(view.queries.at(-1)).toMatchObject({ matched: 2 });
  });

  it('of the same name are another source: the log of the one is not taken for the other’s', async () => {
    const cluster = new LogCluster();
    cluster.add('db-0');
    cluster.write('db-0', 'first life');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.seen).toHaveLength(1));
    cluster.remove('db-0');
    cluster.add('db-0');
    cluster.write('db-0', 'second life');
    await view.until(() => expect(view.seen).toEqual(['db-0#0 first life', 'db-0#0 second life']));
    expect(new Set(view.reports.map(({ source, uid }) => `${source} ${uid}`))).toEqual(new Set(['0 uid-1', '1 uid-2']));
  });

  it('of the same name are another source where pods are named one by one, too', async () => {
    const cluster = new LogCluster();
    cluster.add('db-0');
    cluster.write('db-0', 'first life');
    const view = new LogReaderView(cluster, { sources: [{ namespace: 'ns', pod: 'db-0', container: 'main' }] });
    await view.until(() => expect(view.seen).toHaveLength(1));
    cluster.remove('db-0');
    cluster.add('db-0');
    cluster.write('db-0', 'second life');
    await view.until(() => expect(view.seen).toEqual(['db-0#0 first life', 'db-0#0 second life']));
    expect(view.reports.find(({ source }) => source === 1)).toMatchObject({ uid: 'uid-2', joined: true });
    cluster.remove('db-0');
    await view.until(() => expect(view.reader.isOver).toBe(true));
    expect(view.last('db-0')).toMatchObject({ source: 1, state: 'ended', because: 'gone' });
  });

  it('that may not be listed are said so, and nothing is waited for', async () => {
    const cluster = new LogCluster();
    cluster.refuse = () => ({ code: 403, message: 'pods is forbidden: User "ada" cannot list resource "pods"' });
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.reader.isOver).toBe(true));
    expect(view.queries.at(-1)).toMatchObject({ state: 'failed', problem: { code: 'qd.api.forbidden' } });
  });

  it('end with the last of them when not followed', async () => {
    const cluster = new LogCluster();
    for (const name of ['a', 'b', 'c']) {
      cluster.add(name);
      cluster.write(name, 'x');
    }
    cluster.write('a', 'y');
    const view = new LogReaderView(cluster, { follow: false });
    await view.until(() => expect(view.reader.isOver).toBe(true));
    expect(view.seen).toEqual(['a#0 x', 'b#0 x', 'c#0 x', 'a#0 y']);
    expect(cluster.requests.some((request) => request.includes('watch='))).toBe(false);
  });
});

describe('a restart', () => {
  it('stands between the lines, with the exit of the instance before', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    cluster.write('a', 'one');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.seen).toHaveLength(1));
    cluster.write('a', 'last words');
    cluster.restart('a', 7);
    cluster.write('a', 'born again');
    await view.until(() => expect(view.seen).toEqual(['a#0 one', 'a#0 last words', 'a#1 born again']));
    expect(view.last('a')).toMatchObject({ instance: 1, state: 'streaming', exit: { code: 7, reason: 'Error' } });
  });

  it('that happens while the connection is cut loses nothing of the instance before', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    cluster.write('a', 'one');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.seen).toHaveLength(1));
    cluster.cutStreams();
    for (let i = 0; i < 20; i += 1) cluster.write('a', `unseen ${i}`);
    cluster.restart('a');
    cluster.write('a', 'again');
    await view.until(() => expect(view.seen.at(-1)).toBe('a#1 again'));
    expect(view.seen).toEqual(['a#0 one', ...Array.from({ length: 20 }, (_, i) => `a#0 unseen ${i}`), 'a#1 again']);
  });

  it('that the node has forgotten is counted as missed', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    cluster.write('a', 'zero');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.seen).toHaveLength(1));
    cluster.cutStreams();
    for (let i = 1; i < 5; i += 1) {
      cluster.exit('a', 1);
      cluster.back('a');
      cluster.write('a', `life ${i}`);
    }
    cluster.tell('a');
    await view.until(() => expect(view.seen).toEqual(['a#0 zero', 'a#3 life 3', 'a#4 life 4']));
    expect(view.reports.find(({ instance }) => instance === 3)).toMatchObject({ missed: 2 });
    expect(view.reports.filter(({ missed }) => missed !== undefined)).toHaveLength(1);
  });

  it('of before is joined when wanted, apart from the present instance', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    cluster.write('a', 'old');
    cluster.restart('a');
    cluster.write('a', 'new');
    const both = new LogReaderView(cluster, { instances: 'both' });
    await both.until(() => expect(both.seen).toEqual(['a#0 old', 'a#1 new']));
    const previous = new LogReaderView(cluster, { instances: 'previous' });
    await previous.until(() => expect(previous.seen).toEqual(['a#0 old']));
    await previous.until(() => expect(previous.last('a')?.state).toBe('ended'));
    cluster.add('b');
    await previous.until(() =>
      expect(previous.last('b')).toMatchObject({ state: 'failed', problem: { code: 'qd.log.no-previous' } }),
    );
  });
});

it.each([
  { how: 'cut', clean: false },
  { how: 'ended as if it were over', clean: true },
])('a log that is $how at any byte is read on, each line whole and once', async ({ clean }) => {
  const texts = ['first', 'zwölf €uro 😀', '', 'same time 1', 'same time 2', '  spaces  ', '\u001b[31mred', 'last'];
  const make = () => {
    const cluster = new LogCluster();
    cluster.add('a');
    for (const text of texts) cluster.write('a', text, text === 'same time 2');
    return cluster;
  };
  const bytes = texts.reduce((sum, text) => sum + 26 + Buffer.byteLength(text), 0);
  for (let after = 0; after <= bytes; after += 1) {
    const cluster = make();
    cluster.cuts.push({ after, clean }, { after: Math.floor(after / 2), clean });
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.seen).toHaveLength(texts.length));
    cluster.write('a', 'more');
    await view.until(() => expect(view.seen.at(-1)).toBe('a#0 more'));
    expect(view.seen).toEqual([...texts, 'more'].map((text) => `a#0 ${text}`));
    view.reader.stop();
  }
});

describe('another socket, on any replica', () => {
  it('goes on where the last one stood: nothing lost, nothing twice, restarts and newcomers included', async () => {
    const cluster = new LogCluster();
    const filters = new Map<string, ResumeFilter>();
    const seen: string[] = [];
    let resume: LogWish['resume'];
    const written: string[] = [];
    const write = (pod: string, text: string) => {
      cluster.write(pod, text, written.length % 3 === 0);
      written.push(text);
    };
    cluster.add('a');
    cluster.add('quiet');
    for (let round = 0; round < 12; round += 1) {
      for (let i = 0; i < 7; i += 1)
        for (const pod of cluster.pods.keys()) if (pod !== 'quiet' || round > 8) write(pod, `${pod} ${round}.${i}`);
      const view = new LogReaderView(cluster, { tailLines: 500, resume }, filters);
      await view.until(() => expect(seen.length + view.seen.length).toBe(written.length));
      if (round % 2 === 0) write('a', `a ${round} while open`);
      await view.until(() => expect(seen.length + view.seen.length).toBe(written.length));
      seen.push(...view.seen);
      view.reader.stop();
      const before = resume?.sources ?? [];
      const now = [...view.standings.values()];
      const kept = before.filter((one) => !now.some(({ uid }) => uid === one.uid));
      resume = { at: '2026-11-21T11:59:00Z', sources: [...kept, ...now] };
      if (round % 4 === 1) cluster.restart('a');
      if (round === 5) cluster.add('late');
    }
    expect(seen.map((text) => text.replace(/^\S+ /, '')).sort()).toEqual([...written].sort());
  });

  it('is told of a pod that went meanwhile by not hearing of it', async () => {
    const cluster = new LogCluster();
    cluster.add('b');
    const standing = {
      namespace: 'ns',
      pod: 'a',
      uid: 'uid-0',
      container: 'main',
      instance: 0,
      time: '2026-11-21T12:00:00Z',
    };
    const view = new LogReaderView(cluster, { resume: { at: '2026-11-21T11:59:00Z', sources: [standing] } });
    await view.until(() => expect(view.queries.at(-1)?.state).toBe('live'));
    expect(view.reports.map(({ pod }) => pod)).not.toContain('a');
    const named = { sources: [{ namespace: 'ns', pod: 'b', container: 'main' }] };
    const other = new LogReaderView(cluster, { ...named, resume: { at: '', sources: [{ ...standing, pod: 'b' }] } });
    cluster.write('b', 'of the new one');
    await other.until(() => expect(other.seen).toEqual(['b#0 of the new one']));
    expect(other.reports[0]).toMatchObject({ source: 0, state: 'ended', because: 'gone' });
  });
});

describe('strange logs', () => {
  it('10 MB without a line feed: the beginning is shown, the rest is left out, memory stays', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.last('a')?.state).toBe('streaming'));
    cluster.write('a', Buffer.alloc(10 * 1024 * 1024, 'x'));
    cluster.write('a', 'and on');
    await view.until(() => expect(view.seen).toHaveLength(2));
    expect(view.seen[0]?.length).toBeLessThan(64 * 1024 + 10);
    expect(view.seen[1]).toBe('a#0 and on');
  });

  it('bytes that are no text pass as they are', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    const bytes = Buffer.from([0, 1, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x1b, 0x5d, 0x07]);
    cluster.write('a', bytes);
    const lines: Buffer[] = [];
    const view = new LogReaderView(cluster);
    view.paused = true;
    await view.until(() => {
      view.reader.release((item) => ('line' in item ? lines.push(item.line.text) > 0 : true));
      expect(lines).toEqual([bytes]);
    });
  });

  it('the kubelet’s words about a removed container are no line and no part of one', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    cluster.write('a', 'bye');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.seen).toHaveLength(1));
    const words = `rpc error: code = NotFound desc = an error occurred when try to find container "${'0a'.repeat(32)}": not found`;
    for (const stream of cluster.pods.get('a')?.followers ?? [])
      stream.push(`2026-11-21T13:00:00Z no line feed${words}`);
    cluster.finish('a');
    await view.until(() => expect(view.last('a')).toMatchObject({ state: 'ended', because: 'exited' }));
    expect(view.seen).toEqual(['a#0 bye', 'a#0 no line feed']);
  });

  it('nobody takes: so much is held and no more, whatever comes', async () => {
    const cluster = new LogCluster();
    for (let i = 0; i < 20; i += 1) cluster.add(`p${i}`);
    const view = new LogReaderView(cluster);
    view.paused = true;
    await view.rest(40);
    for (let k = 0; k < 40; k += 1) {
      for (const name of cluster.pods.keys()) cluster.write(name, Buffer.alloc(60_000, 'x'));
      await view.rest(1);
    }
    // each of them one line over its share, at most
    const held = () =>
      [...cluster.pods.values()].reduce(
        (sum, { followers }) => sum + [...followers].reduce((all, { readableLength }) => all + readableLength, 0),
        0,
      );
    expect(held()).toBeGreaterThan(20 * 40 * 60_000 - 8 * 1024 * 1024 - 20 * 64 * 1024);
    view.paused = false;
    await view.until(() => expect(view.seen).toHaveLength(800));
    expect(held()).toBe(0);
  });
});

describe('rights that are taken away', () => {
  it('end the logs of the pods concerned, and the watch', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    cluster.add('b');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.last('b')?.state).toBe('streaming'));
    await recheckLogs(cluster, session, view.reader);
    expect(view.reader.targets).toHaveLength(2);
    cluster.allowed = ({ subresource, name }) => subresource !== 'log' || name === 'b';
    await recheckLogs(cluster, session, view.reader);
    await view.until(() =>
      expect(view.last('a')).toMatchObject({ state: 'failed', problem: { code: 'qd.api.forbidden' } }),
    );
    expect(view.reader.targets.map(({ pod }) => pod)).toEqual(['b']);
    cluster.allowed = () => false;
    await recheckLogs(cluster, session, view.reader);
    await view.until(() => expect(view.reader.isOver).toBe(true));
    expect(view.queries.at(-1)).toMatchObject({ state: 'failed', problem: { code: 'qd.api.forbidden' } });
  });

  it('are not thought to be taken away when nobody answers', async () => {
    const cluster = new LogCluster();
    cluster.add('a');
    const view = new LogReaderView(cluster);
    await view.until(() => expect(view.last('a')?.state).toBe('streaming'));
    cluster.refuse = () => ({ code: 503, message: 'shutting down' });
    await recheckLogs(cluster, session, view.reader);
    expect(view.reader.targets).toHaveLength(1);
  });
});
