import { MantineProvider } from '@mantine/core';
import type { LogLine } from '@quarterdeck/shared/log-protocol';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { HandScroll } from './hand-scroll.ts';
import { LogList } from './log-list.tsx';
import type { LogEvents } from './log-source.ts';
import { LogStore } from './log-store.ts';
import { instantMatcher, REQUEST, sourceFrame } from './test/log-fixtures.ts';

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
  for (const [name, value] of [
    ['offsetHeight', 180],
    ['offsetWidth', 800],
    ['clientHeight', 180],
    ['scrollHeight', 3600],
  ] as const)
    vi.spyOn(HTMLElement.prototype, name, 'get').mockReturnValue(value);
  return startAllWords();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** A list of 200 lines, of which ten are in view. */
function list(following: boolean) {
  let events: LogEvents | undefined;
  let picture = () => {};
  const store = new LogStore(
    (_request, given) => {
      events = given;
      return { taken: () => undefined, reopen: () => undefined, close: () => undefined };
    },
    {
      matcher: instantMatcher,
      schedule: (run) => {
        picture = run;
        return () => undefined;
      },
    },
  );
  store.start(REQUEST);
  events?.source(sourceFrame());
  events?.lines(Array.from({ length: 200 }, (_, n): LogLine => [0, '', `line ${n}`]));
  picture();
  const told: boolean[] = [];
  render(
    <MantineProvider>
      <LogList
        store={store}
        snapshot={store.snapshot()}
        label="log"
        following={following}
        onFollowingChange={(follow) => told.push(follow)}
        look={{ time: 'off', named: false, nameWidth: 9, fields: true, columns: [] }}
        wrap={false}
        query={{ text: '', caseSensitive: false }}
        current={undefined}
        linked={{ at: undefined, state: 'none' }}
        details={{
          columns: [],
          onColumn: () => undefined,
          onField: () => undefined,
          onOnlySource: () => undefined,
          linkTo: () => '',
        }}
      />
    </MantineProvider>,
  );
  const log = screen.getByRole('log');
  const scrollTo = (top: number) => {
    log.scrollTop = top;
    fireEvent.scroll(log);
  };
  return { told, log, scrollTo };
}

it('follows again when a person scrolls to the end, not when what is drawn moves it there', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { told, log, scrollTo } = list(false);
  scrollTo(1000);
  scrollTo(3420);
  expect(told).toEqual([]);
  fireEvent.wheel(log);
  scrollTo(1000);
  scrollTo(3420);
  expect(told).toEqual([true]);
});

it('stops following at the press on a button of a line, before the click: lines that come do not move it away', () => {
  const { told, log } = list(true);
  const [gutter] = screen.getAllByRole('button', { name: 'Details of the line' });
  if (gutter === undefined) throw new Error('no line');
  fireEvent.pointerDown(log.firstElementChild ?? log);
  expect(told).toEqual([]);
  fireEvent.pointerDown(gutter);
  expect(told).toEqual([false]);
});

it('a hand is a wheel, a key that scrolls, or the scrollbar for as long as it is held', () => {
  let now = 0;
  const hand = new HandScroll(() => now);
  const element = document.createElement('div');
  const inner = element.appendChild(document.createElement('button'));
  const end = hand.watch(element);
  expect(hand.moves()).toBe(false);
  fireEvent.wheel(element);
  for (; now < 5000; now += 900) expect(hand.moves()).toBe(true);
  now += 1100;
  expect(hand.moves()).toBe(false);
  fireEvent.keyDown(element, { key: 'PageDown' });
  expect(hand.moves()).toBe(true);
  // what is done with a line is no scrolling
  fireEvent.keyDown(element, { key: 'k' });
  expect(hand.moves()).toBe(false);
  fireEvent.wheel(element);
  fireEvent.pointerDown(inner);
  expect(hand.moves()).toBe(false);
  fireEvent.pointerDown(element, { buttons: 1 });
  now += 60_000;
  expect(hand.moves()).toBe(true);
  fireEvent.pointerMove(element, { buttons: 0 });
  now += 1100;
  expect(hand.moves()).toBe(false);
  end();
  fireEvent.wheel(element);
  expect(hand.moves()).toBe(false);
});
