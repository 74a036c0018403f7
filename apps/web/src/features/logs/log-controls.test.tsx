import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { FilterBar } from './filter-bar.tsx';
import type { Histogram } from './histogram.ts';
import { HistogramView } from './histogram-view.tsx';
import { type LogFilter, NO_FILTER } from './log-filter.ts';
import { LogLine, type LogLineProps } from './log-line.tsx';
import { LogStatus } from './log-status.tsx';
import type { LogSnapshot } from './log-store.ts';
import { StartPicker } from './start-picker.tsx';
import { lineOf, sourceFrame } from './test/log-fixtures.ts';

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  return startAllWords();
});
afterEach(cleanup);

const show = (content: ReactNode) => render(<MantineProvider>{content}</MantineProvider>);

function Filters({ tooSlow = false, told }: { tooSlow?: boolean; told: (filter: LogFilter) => void }) {
  const [filter, setFilter] = useState(NO_FILTER);
  return (
    <FilterBar
      filter={filter}
      onFilter={(next) => {
        told(next);
        setFilter(next);
      }}
      levels={[3, 0, 0, 10, 0, 2, 0]}
      tooSlow={tooSlow}
      sources={null}
      find={null}
    />
  );
}

describe('filters', () => {
  it('are added with Enter, by text or expression, and taken away again', () => {
    let last = NO_FILTER;
    show(<Filters told={(filter) => (last = filter)} />);
    const box = screen.getByRole('textbox', { name: 'Text or expression' });
    fireEvent.change(screen.getByRole('combobox', { name: 'Kind of filter' }), { target: { value: 'not' } });
    fireEvent.change(box, { target: { value: 'health' } });
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(last.texts).toEqual([{ sense: 'not', text: 'health', regex: false, caseSensitive: false }]);

    fireEvent.click(screen.getByRole('button', { name: 'Regular expression' }));
    fireEvent.change(box, { target: { value: '(' } });
    expect(screen.getByRole('alert').textContent).toContain('Not a regular expression');
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(last.texts).toHaveLength(1);
    fireEvent.change(box, { target: { value: '5\\d\\d' } });
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(last.texts[1]).toMatchObject({ text: '5\\d\\d', regex: true });

    fireEvent.click(screen.getByRole('button', { name: 'Remove the filter Without: health' }));
    expect(last.texts).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(last).toEqual(NO_FILTER);
  });

  it('hide levels, of which those that occur are offered with their number', () => {
    let last = NO_FILTER;
    show(<Filters told={(filter) => (last = filter)} />);
    const levels = within(screen.getByRole('group', { name: 'Levels' }));
    expect(levels.getAllByRole('button').map((button) => button.textContent)).toEqual([
      'Error 2',
      'Info 10',
      'No level 3',
    ]);
    fireEvent.click(levels.getByRole('button', { name: 'Info 10' }));
    expect(last.hiddenLevels).toEqual([3]);
    expect(levels.getByRole('button', { name: 'Info 10' }).getAttribute('aria-pressed')).toBe('false');
  });

  it('say when an expression was stopped', () => {
    show(<Filters tooSlow told={() => undefined} />);
    expect(screen.getByRole('alert').textContent).toContain('took too long');
  });
});

it('the chart is brushed by keyboard: arrows, Shift, Enter, and Escape takes it back', () => {
  const bar = { lines: 2, warnings: 0, errors: 1 };
  const histogram: Histogram = { from: 10_000, width: 1000, bars: [bar, bar, bar, bar], most: 2 };
  const told: unknown[] = [];
  const draw = (from?: number, to?: number) => (
    <MantineProvider>
      <HistogramView histogram={histogram} from={from} to={to} onRange={(range) => told.push(range)} />
    </MantineProvider>
  );
  const { rerender } = render(draw());
  const chart = screen.getByRole('slider');
  expect(chart.getAttribute('aria-valuetext')).toContain('2 lines, 1 errors');
  fireEvent.keyDown(chart, { key: 'Home' });
  fireEvent.keyDown(chart, { key: 'ArrowRight' });
  fireEvent.keyDown(chart, { key: 'ArrowRight', shiftKey: true });
  expect(chart.getAttribute('aria-valuenow')).toBe('2');
  fireEvent.keyDown(chart, { key: 'Enter' });
  expect(told).toEqual([{ from: 11_000, to: 12_999 }]);
  rerender(draw(11_000, 12_999));
  fireEvent.keyDown(chart, { key: 'Escape' });
  expect(told.at(-1)).toBeUndefined();
});

it('a log begins where it is told to', () => {
  const told: unknown[] = [];
  show(<StartPicker start={{ by: 'tail', lines: 500 }} onChange={(start) => told.push(start)} />);
  const choice = screen.getByRole('combobox', { name: 'Where the log begins' });
  fireEvent.change(choice, { target: { value: '15m' } });
  fireEvent.change(choice, { target: { value: 'other' } });
  const box = screen.getByRole('textbox', { name: 'Number of lines, duration, or time' });
  fireEvent.change(box, { target: { value: '2026-11-21T10:00Z' } });
  fireEvent.keyDown(box, { key: 'Enter' });
  expect(told).toEqual([
    { by: 'duration', text: '15m', seconds: 900 },
    { by: 'time', time: '2026-11-21T10:00:00Z' },
  ]);
});

describe('a line', () => {
  const frame = sourceFrame();
  const draw = (line: ReturnType<typeof lineOf>, more: Partial<LogLineProps> = {}) =>
    show(
      <LogLine
        entry={{ seq: 0, ...line }}
        source={{ key: 'web-1/app', frame, colour: 0 }}
        look={{ time: 'off', named: false, nameWidth: 9, fields: true, columns: [] }}
        query={{ text: '', caseSensitive: false }}
        currentHit={undefined}
        whole={false}
        under={0}
        unfolded={false}
        onShowAll={() => undefined}
        onFold={() => undefined}
        {...more}
      />,
    ).container;
  const json = lineOf('{"level":"warn","msg":"slow","ms":900,"user":"ann"}', { json: true, level: 4 });

  it('of JSON is its message and fields, or columns', () => {
    expect(draw(json).textContent).toContain('Warningslow ms=900 user=ann');
    const look = { time: 'off', named: true, nameWidth: 9, fields: true, columns: ['user', 'none'] } as const;
    expect(draw(json, { look }).textContent).toContain('web-1/app Warningannslow');
  });

  it('finds hits in fields too', () => {
    draw(json, { query: { text: '900', caseSensitive: false }, currentHit: 0 });
    expect(screen.getByText('900').tagName).toBe('MARK');
  });

  it('marks the current one of several hits, wherever it is drawn', () => {
    const many = lineOf('{"msg":"a slow, slow day","slow":"no","why":"slow"}', { json: true });
    const current = (hit: number, look?: LogLineProps['look']) => {
      const drawn = draw(many, {
        query: { text: 'slow', caseSensitive: false },
        currentHit: hit,
        ...(look ? { look } : {}),
      });
      const marks = [...drawn.querySelectorAll('mark')];
      const at = marks.findIndex((mark) => mark.dataset['current'] !== undefined);
      cleanup();
      return `${at} of ${marks.length}`;
    };
    expect([0, 1, 2, 3].map((hit) => current(hit))).toEqual(['0 of 4', '1 of 4', '2 of 4', '3 of 4']);
    const columns = { time: 'off', named: false, nameWidth: 9, fields: true, columns: ['why'] } as const;
    expect([0, 1, 2].map((hit) => current(hit, columns))).toEqual(['0 of 3', '1 of 3', '2 of 3']);
  });

  it('is text, whatever it holds: no markup, no controls, no bidi tricks', () => {
    const hostile = '{"msg":"<b>x</b>\\u001b]0;t\\u0007\\u202edlrow","k\\u202ey":"v"}';
    const drawn = draw(lineOf(hostile, { json: true }));
    expect(drawn.querySelector('b')).toBeNull();
    expect(drawn.textContent).toContain('<b>x</b>');
    for (const character of ['\u001b', '\u0007', '\u202e']) expect(drawn.textContent).not.toContain(character);
  });

  it('says what happened between two others', () => {
    const mark = {
      what: 'restarted',
      instance: 2,
      exit: { code: 137, reason: 'OOMKilled', at: '' },
      missed: 1,
    } as const;
    expect(draw({ ...lineOf(''), mark }).textContent).toContain(
      'Container app restarted: instance 3 begins · exit code 137 (OOMKilled) · the log of 1 instance in between is no longer kept',
    );
  });

  it('opens what is folded under it', () => {
    const told: number[] = [];
    draw(lineOf('ERROR no'), { under: 7, onFold: (seq) => told.push(seq) });
    fireEvent.click(screen.getByRole('button', { name: '7 lines of the trace', expanded: false }));
    expect(told).toEqual([0]);
  });
});

it('the status says what was dropped, what is not read and the command', () => {
  const snapshot: LogSnapshot = {
    start: 1000,
    end: 51_000,
    shown: 7,
    version: 0,
    filtered: true,
    tooSlow: false,
    dropped: 1000,
    cleared: false,
    held: 0,
    link: 'open',
    sources: [0, 1].map((source) => ({
      key: `web-${source}/app`,
      frame: sourceFrame({ source, state: source === 0 ? 'streaming' : 'failed' }),
      colour: source,
    })),
    queries: [{ type: 'query', query: 0, state: 'live', matched: 5, notRead: 3 }],
    problem: undefined,
    ended: false,
    hits: 0,
    searched: true,
  };
  const words = { key: 'state.many', look: 'live', values: { live: 1, count: 2 } } as const;
  show(<LogStatus words={words} snapshot={snapshot} filtering linked="nearest" command="kubectl logs -l app=web" />);
  for (const text of [
    'Live: 1 of 2 containers',
    '1 failed',
    '3 more containers are not read: too many at once',
    '7 of 50,000 lines',
    '1,000 older lines were dropped to save memory',
    'The line of this link is not there any more; the next one is marked',
    'kubectl logs -l app=web',
  ])
    expect(screen.getAllByText(text), text).toHaveLength(1);
});
