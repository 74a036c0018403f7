import { describe, expect, it } from 'vitest';
import { NO_FILTER } from './log-filter.ts';
import { LogRing } from './log-ring.ts';
import { DEFAULT_SETTINGS, type LogSettings, readSettings, writeSettings } from './log-settings.ts';
import { parseStart, startBefore, startFlags, startRequest, startText } from './log-start.ts';
import { lineOf } from './test/log-fixtures.ts';

const written = (settings: LogSettings, before = '') => {
  const params = new URLSearchParams(before);
  writeSettings(params, settings);
  return params.toString();
};

describe('what the address holds', () => {
  it('is read as it was written', () => {
    const settings: LogSettings = {
      instances: 'both',
      start: { by: 'duration', text: '15m', seconds: 900 },
      filter: {
        texts: [
          { sense: 'only', text: 'a=b, "c"', regex: false, caseSensitive: true },
          { sense: 'not', text: 'health.*', regex: true, caseSensitive: false },
        ],
        fields: [{ sense: 'only', path: 'http.status', value: '500' }],
        hiddenLevels: [1, 2],
        hiddenSources: ['web-1/app'],
        from: 1000,
        to: 2000,
      },
      columns: ['user', 'a,b'],
      line: { time: '2026-11-21T10:00:00.123456789Z', source: 'web-1/app' },
    };
    expect(readSettings(new URLSearchParams(written(settings)))).toEqual(settings);
  });

  it('leaves out what is as usual, and keeps what is not its own', () => {
    expect(written(DEFAULT_SETTINGS, 'container=app&line=x&filter=y')).toBe('container=app');
  });

  it.each([
    'filter={',
    'filter=%5B1%5D',
    'filter=%5B%5B%22level%22%2C%22nonsense%22%5D%2C%5B%22time%22%2C%222%22%2C%221%22%5D%5D',
    'filter=%5B%5B%22only%22%2C%22(%22%2C%22re%22%5D%5D',
    'columns=7',
    'from=soon',
    'line=here',
    'instances=all',
  ])('makes nothing of %s', (search) => {
    expect(readSettings(new URLSearchParams(search))).toEqual({ ...DEFAULT_SETTINGS, filter: NO_FILTER });
  });
});

describe('where a log begins (OPS-124)', () => {
  it.each([
    ['500', { tailLines: 500 }, ['--tail=500']],
    ['15m', { sinceSeconds: 900 }, ['--since=900s', '--tail=-1']],
    ['2026-11-21T10:00:00Z', { sinceTime: '2026-11-21T10:00:00Z' }, ['--since-time=2026-11-21T10:00:00Z', '--tail=-1']],
    ['all', {}, ['--tail=-1']],
  ])('%s', (text, request, flags) => {
    const start = parseStart(text);
    if (start === undefined) throw new Error('not read');
    expect(startText(start)).toBe(text);
    expect(startRequest(start)).toEqual(request);
    expect(startFlags(start)).toEqual(flags);
  });

  it.each(['', '0m', '-5', '5 minutes', 'yesterday', '2026-99-99'])('not from %s', (text) => {
    expect(parseStart(text)).toBeUndefined();
  });

  it('that opens at a line: a minute before it, or 2,000 lines', () => {
    const ring = new LogRing();
    const begin = Date.parse('2026-11-21T10:00:00Z');
    // ten lines a second for five minutes, then a thousand
    for (let n = 0; n < 3000; n++) ring.push(lineOf('slow', { at: begin + n * 100 }));
    for (let n = 0; n < 9000; n++) ring.push(lineOf('fast', { at: begin + 300_000 + n }));
    const opening = (seq: number) => {
      const entry = ring.get(seq);
      return entry && startBefore(entry, ring);
    };
    expect(opening(100)).toEqual({ by: 'time', time: '2026-11-21T09:59:10Z' });
    expect(opening(2900)).toEqual({ by: 'time', time: '2026-11-21T10:03:50Z' });
    expect(opening(11_999)).toEqual({ by: 'time', time: '2026-11-21T10:05:06Z' });
  });
});
