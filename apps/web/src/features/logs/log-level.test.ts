import { describe, expect, it } from 'vitest';
import { LEVELS, levelOfFields, levelOfText } from './log-level.ts';

describe('levels (OPS-124)', () => {
  it.each([
    ['I1121 22:10:26.123456       1 controller.go:12] synced', 'info'],
    ['E1121 22:10:26.123456       1 reflector.go:9] failed to list', 'error'],
    ['<3>kernel: out of memory', 'error'],
    ['<14>daemon: started', 'info'],
    ['time="2026-11-21" level=warning msg="slow"', 'warn'],
    ['2026-11-21 22:10:26,123 ERROR [main] c.e.App - no', 'error'],
    ['[2026-11-21] [warn] slow', 'warn'],
    ['2026/11/21 22:10:26 [error] 7#7: *1 open() failed', 'error'],
    ['1:M 21 Nov 2026 * Ready to accept connections', 'none'],
    ['WARNING: unpinned', 'warn'],
    ['panic: runtime error: index out of range', 'fatal'],
    ['error: cannot open', 'error'],
    ['no error was found in 3 files', 'none'],
    ['GET /info HTTP/1.1 200', 'none'],
    ['', 'none'],
    [`${'x'.repeat(200)} ERROR late`, 'none'],
  ])('%s', (text, level) => {
    expect(LEVELS[levelOfText(text)]).toBe(level);
  });

  it.each([
    [{ level: 'warn' }, 'warn'],
    [{ severity: 'CRITICAL' }, 'fatal'],
    [{ level: 30 }, 'info'],
    [{ level: 60 }, 'fatal'],
    [{ 'log.level': 'debug' }, 'debug'],
    [{ log: { level: 'error' } }, 'error'],
    [{ level: 'constructor' }, 'none'],
    [{ level: { deep: 1 }, severity: 'info' }, 'info'],
    [{ level: 7000 }, 'none'],
    [{}, 'none'],
  ])('fields %j', (fields, level) => {
    expect(LEVELS[levelOfFields(fields)]).toBe(level);
  });

  it('is quick on a hostile line', () => {
    const line = `${' level'.repeat(30_000)} [`;
    const before = performance.now();
    for (let n = 0; n < 1000; n++) levelOfText(line);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
