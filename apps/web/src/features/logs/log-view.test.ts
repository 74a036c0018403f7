import { describe, expect, it } from 'vitest';
import { createMatcher, type MatchAnswer, type MatchRequest } from './expression-matcher.ts';
import { cheapPredicate, expressionFault, type LogFilter, NO_FILTER } from './log-filter.ts';
import { LogRing } from './log-ring.ts';
import { LogView } from './log-view.ts';
import { matchExpressions } from './match-expressions.ts';
import { instantMatcher, lineOf } from './test/log-fixtures.ts';

type LineMore = NonNullable<Parameters<typeof lineOf>[1]>;
const KEYS = ['web-1/app', 'web-2/app'];

function viewOf(lines: readonly (string | readonly [string, LineMore])[], limit = 1000) {
  const ring = new LogRing({ lines: limit, bytes: 1e7 });
  for (const line of lines) ring.push(typeof line === 'string' ? lineOf(line) : lineOf(...line));
  const view = new LogView({
    ring,
    matcher: instantMatcher,
    keyOf: (source) => KEYS[source] ?? '',
    wake: () => undefined,
    now: () => 0,
  });
  const shown = () => Array.from({ length: view.count }, (_, index) => ring.get(view.seqAt(index) ?? -1)?.text ?? '?');
  return { ring, view, shown };
}

const filter = (more: Partial<LogFilter>): LogFilter => ({ ...NO_FILTER, ...more });
const text = (sense: 'only' | 'not', wanted: string, more = {}) => ({
  sense,
  text: wanted,
  regex: false,
  caseSensitive: false,
  ...more,
});

describe('LogView', () => {
  it.each<[string, Partial<LogFilter>, string[]]>([
    ['nothing', {}, ['Alpha', 'beta', '{"a":{"b":"x"}}', 'ERROR gamma']],
    ['a text', { texts: [text('only', 'ALPHA')] }, ['Alpha']],
    ['a text as it is', { texts: [text('only', 'ALPHA', { caseSensitive: true })] }, []],
    ['without a text', { texts: [text('not', 'a', { caseSensitive: true })] }, []],
    ['texts together', { texts: [text('only', 'a'), text('not', 'bet'), text('not', '{')] }, ['Alpha', 'ERROR gamma']],
    ['a field', { fields: [{ sense: 'only', path: 'a.b', value: 'x' }] }, ['{"a":{"b":"x"}}']],
    ['without a field', { fields: [{ sense: 'not', path: 'a.b', value: 'x' }] }, ['Alpha', 'beta', 'ERROR gamma']],
    ['levels', { hiddenLevels: [0] }, ['ERROR gamma']],
    ['sources', { hiddenSources: ['web-1/app'] }, ['beta']],
    ['time', { from: 15, to: 30 }, ['beta', '{"a":{"b":"x"}}']],
  ])('filters by %s', (_name, more, expected) => {
    const { view, shown } = viewOf([
      ['Alpha', { at: 10 }],
      ['beta', { at: 20, source: 1 }],
      ['{"a":{"b":"x"}}', { at: 30, json: true }],
      ['ERROR gamma', { at: 40, level: 5 }],
    ]);
    view.setFilter(filter(more));
    expect(view.step(10)).toBe(false);
    expect(shown()).toEqual(expected);
  });

  it('matches what is seen, not the escape sequences', () => {
    const { view, shown } = viewOf(['er\x1b[31mror\x1b[0m']);
    view.setFilter(filter({ texts: [text('only', 'error')] }));
    view.step(10);
    expect(shown()).toHaveLength(1);
  });

  it('folds traces under their lines, which keep them when they are filtered', () => {
    const { ring, view, shown } = viewOf(['failed', ['  at a', { head: 0 }], ['  at b', { head: 0 }], 'next']);
    view.step(10);
    expect(shown()).toEqual(['failed', 'next']);
    expect([view.under(0), view.under(3)]).toEqual([2, 0]);
    view.toggle(0);
    expect(shown()).toEqual(['failed', '  at a', '  at b', 'next']);
    view.toggle(0);
    view.setFilter(filter({ texts: [text('only', 'failed')] }));
    view.step(10);
    expect(shown()).toEqual(['failed']);
    expect(view.under(0)).toBe(2);
    view.setFilter(filter({ texts: [text('only', 'at b')] }));
    view.step(10);
    expect(shown()).toEqual(['  at b']);
    view.setFilter(NO_FILTER);
    view.setFolding(false);
    view.step(10);
    expect(shown()).toHaveLength(4);
    expect(view.indexFrom(2)).toBe(2);
    expect(ring.size).toBe(4);
  });

  it('goes with the ring: new lines cost themselves, dropped ones go', () => {
    const { ring, view, shown } = viewOf([], 100);
    view.setFilter(filter({ texts: [text('only', '7')] }));
    for (let n = 0; n < 20_000; n++) {
      ring.push(lineOf(`line ${n}`));
      if (n % 40 === 0) view.step(10);
    }
    view.step(10);
    expect(shown()).toEqual([...ring.entries()].map((entry) => entry.text).filter((line) => line.includes('7')));
    expect(view.seqAt(0)).toBeGreaterThanOrEqual(ring.start);
  });

  it('works within its budget of time', () => {
    let now = 0;
    const ring = new LogRing({ lines: 5000, bytes: 1e7 });
    for (let n = 0; n < 2000; n++) ring.push(lineOf('x'));
    const view = new LogView({
      ring,
      matcher: instantMatcher,
      keyOf: () => '',
      wake: () => undefined,
      now: () => now++,
    });
    expect(view.step(2)).toBe(true);
    expect(view.count).toBeLessThan(2000);
    while (view.step(2));
    expect(view.count).toBe(2000);
  });
});

describe('regular expressions', () => {
  it('are applied by the matcher, in order, marks between lines kept', async () => {
    const { ring, view, shown } = viewOf(['GET /a 200', 'GET /b 500']);
    ring.push({ ...lineOf(''), mark: { what: 'restarted' } });
    ring.push(lineOf('POST /c 503'));
    view.setFilter(
      filter({ texts: [text('only', '5\\d\\d$', { regex: true }), text('not', '^post', { regex: true })] }),
    );
    view.step(10);
    expect(view.count).toBe(0);
    await Promise.resolve();
    expect(shown()).toEqual(['GET /b 500', '']);
  });

  it('that take too long are stopped with their worker, said to be so and not applied', async () => {
    const timers: (() => void)[] = [];
    const workers: { ended: boolean; asked: MatchRequest[]; answer: (answer: MatchAnswer) => void }[] = [];
    const matcher = createMatcher({
      start: () => {
        const worker = { ended: false, asked: [] as MatchRequest[], answer: (_answer: MatchAnswer) => {} };
        workers.push(worker);
        return {
          postMessage: (request) => {
            worker.asked.push(request);
          },
          onAnswer: (take) => {
            worker.answer = take;
          },
          terminate: () => {
            worker.ended = true;
          },
        };
      },
      after: (_ms, run) => {
        timers.push(run);
        return () => {
          timers.splice(timers.indexOf(run), 1);
        };
      },
    });
    const ring = new LogRing({ lines: 10, bytes: 1e6 });
    ring.push(lineOf('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'));
    let woken = 0;
    const view = new LogView({ ring, matcher, keyOf: () => '', wake: () => woken++, now: () => 0 });
    view.setFilter(filter({ texts: [text('only', '(a+)+$', { regex: true })] }));
    view.step(10);
    expect(workers[0]?.asked).toHaveLength(1);
    timers[0]?.();
    await Promise.resolve();
    expect(workers[0]?.ended).toBe(true);
    expect([view.tooSlow, woken]).toEqual([true, 1]);
    view.step(10);
    expect(view.count).toBe(1);

    // the next expression gets a worker of its own, and an answer to the last question only
    view.setFilter(filter({ texts: [text('only', 'b$', { regex: true })] }));
    expect(view.tooSlow).toBe(false);
    view.step(10);
    const { asked = [], answer } = workers[1] ?? {};
    const [request] = asked;
    if (request === undefined) throw new Error('nothing was asked');
    answer?.({ id: request.id - 1, verdicts: [false] });
    answer?.({ id: request.id, verdicts: matchExpressions(request.rules, request.texts) });
    await Promise.resolve();
    expect(view.count).toBe(1);
    expect(timers).toHaveLength(0);
  });

  it('that are none are said to be so', () => {
    expect(expressionFault(text('only', '(', { regex: true }))).toContain('(');
    expect(expressionFault(text('only', '(', { regex: false }))).toBeUndefined();
    expect(expressionFault(text('only', 'a\\-b', { regex: true }))).toBeUndefined();
  });

  it('leave the page alone: they are no part of what is tested on the spot', () => {
    const passes = cheapPredicate(filter({ texts: [text('only', '(a+)+$', { regex: true })] }), () => '');
    expect(passes({ seq: 0, ...lineOf('aaa!') }, () => 'aaa!')).toBe(true);
  });
});
