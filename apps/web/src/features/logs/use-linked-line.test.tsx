import { MantineProvider } from '@mantine/core';
import type { LogLine } from '@quarterdeck/shared/log-protocol';
import { act, cleanup, render } from '@testing-library/react';
import { useEffect, useSyncExternalStore } from 'react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LogList } from './log-list.tsx';
import type { LogEvents } from './log-source.ts';
import { LogStore } from './log-store.ts';
import { instantMatcher, REQUEST, sourceFrame } from './test/log-fixtures.ts';
import { type LinkedLine, useLinkedLine } from './use-linked-line.ts';

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  return startAllWords();
});
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const BEGIN = Date.parse('2026-11-22T10:00:00Z');
/** Ten lines a second. */
const timeOf = (n: number) => new Date(BEGIN + n * 100).toISOString();

function View({
  store,
  time,
  told,
}: {
  readonly store: LogStore;
  readonly time: string;
  readonly told: (linked: LinkedLine) => void;
}) {
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  const linked = useLinkedLine(store, snapshot, { time, source: 'web-1/app' });
  useEffect(() => {
    told(linked);
  });
  return (
    <LogList
      store={store}
      snapshot={snapshot}
      label="log"
      following={false}
      onFollowingChange={() => undefined}
      look={{ time: 'off', named: false, nameWidth: 9, fields: true, columns: [] }}
      wrap={false}
      query={{ text: '', caseSensitive: false }}
      current={linked.at}
      linked={linked}
      details={{
        columns: [],
        onColumn: () => undefined,
        onField: () => undefined,
        onOnlySource: () => undefined,
        linkTo: () => '',
      }}
    />
  );
}

/** A view of a ring of 100 lines, opened by a link to a line of web-1. */
function open(time: string, lines = 100, now = (): number => 0) {
  const pictures: (() => void)[] = [];
  let events: LogEvents | undefined;
  let taken = 0;
  const store = new LogStore(
    (_request, given) => {
      events = given;
      return {
        taken: (lines) => {
          taken += lines;
        },
        reopen: () => undefined,
        close: () => undefined,
      };
    },
    {
      limits: { lines, bytes: 1e8 },
      now,
      matcher: instantMatcher,
      schedule: (run) => {
        pictures.push(run);
        return () => undefined;
      },
    },
  );
  store.start(REQUEST);
  let linked: LinkedLine | undefined;
  render(
    <MantineProvider>
      <View
        store={store}
        time={time}
        told={(now) => {
          linked = now;
        }}
      />
    </MantineProvider>,
  );
  const draw = () =>
    act(() => {
      for (const run of pictures.splice(0)) run();
    });
  events?.source(sourceFrame({ source: 0, pod: 'web-1' }));
  events?.source(sourceFrame({ source: 1, pod: 'web-2' }));
  events?.link('open', undefined);
  draw();
  return {
    store,
    linked: () => linked,
    taken: () => taken,
    draw,
    sendAtOnce: (source: number, from: number, to: number) =>
      events?.lines(Array.from({ length: to - from }, (_, k): LogLine => [source, timeOf(from + k), 'line'])),
    /** lines of a source, some in each picture, as a sender gives them that waits until they are taken */
    send(source: number, from: number, to: number) {
      for (let n = from; n < to; n += 25) {
        const lines = Array.from({ length: 25 }, (_, k): LogLine => [source, timeOf(n + k), `line ${n + k}`]);
        events?.lines(lines);
        draw();
      }
    },
  };
}

it('a link finds its line, however many lines are before it, and keeps it', () => {
  const { store, linked, send, taken } = open(timeOf(1007));
  send(1, 0, 1000);
  expect(linked()).toEqual({ at: undefined, state: 'looking' });
  expect(store.snapshot()).toMatchObject({ held: 0 });
  send(0, 1000, 1025);
  const { at, state } = linked() ?? {};
  expect(state).toBe('found');
  expect(store.ring.get(at?.seq ?? -1)?.text).toBe('line 1007');
  send(0, 1025, 1225);
  expect(store.ring.get(at?.seq ?? -1)?.text).toBe('line 1007');
  expect(store.snapshot().held).toBeGreaterThan(0);
  expect(taken()).toBeLessThan(1225);
});

it('of a line that is gone the next one is shown as soon as its container is past it', () => {
  const { store, linked, send } = open(timeOf(30.5));
  send(0, 0, 25);
  expect(linked()?.state).toBe('looking');
  send(0, 25, 50);
  expect(linked()?.state).toBe('nearest');
  expect(store.ring.get(linked()?.at?.seq ?? -1)?.text).toBe('line 31');
});

it('where only others write, the first line that would do instead is kept, and shown when nothing more can come', () => {
  const { store, linked, send } = open(timeOf(200));
  send(1, 0, 600);
  const { state, next = -1 } = linked() ?? {};
  expect(state).toBe('looking');
  expect(store.ring.get(next)?.text).toBe('line 200');
  expect(store.snapshot().held).toBeGreaterThan(0);
  act(() => void vi.advanceTimersByTime(3100));
  expect(linked()?.state).toBe('nearest');
  expect(store.ring.get(linked()?.at?.seq ?? -1)?.text).toBe('line 200');
});

it('where others write now and then, the search ends all the same', () => {
  const { linked, send } = open(timeOf(0));
  for (let n = 0; n < 6; n++) {
    send(1, n * 25, n * 25 + 1);
    act(() => void vi.advanceTimersByTime(2000));
  }
  expect(linked()?.state).toBe('nearest');
});

it('where nothing comes, it is said to be missing', () => {
  const { linked } = open(timeOf(0));
  act(() => void vi.advanceTimersByTime(3100));
  expect(linked()).toEqual({ at: undefined, state: 'missing' });
});

it('is found when it has its place in the view: the filter may be behind', () => {
  let now = 0;
  const { store, linked, sendAtOnce, draw } = open(timeOf(3900), 5000, () => {
    // each look at the clock takes long: a picture has time for few lines
    now += 100;
    return now;
  });
  sendAtOnce(0, 0, 4000);
  draw();
  expect(store.snapshot()).toMatchObject({ end: 4000, filtered: false });
  expect(linked()?.state).toBe('looking');
  for (let pictures = 0; pictures < 50 && !store.snapshot().filtered; pictures++) draw();
  expect(linked()).toEqual({ at: { seq: 3900, ordinal: -1 }, state: 'found' });
});
