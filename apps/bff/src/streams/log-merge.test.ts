import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogMerge } from './log-merge.ts';

const START = Date.parse('2026-11-21T12:00:00Z');
const at = (ms: number): string => new Date(START + ms).toISOString();

/** A merge whose lines are told by their source and time; `now` is in milliseconds since the start. */
function bench(options: { sources: number; exact?: boolean }) {
  const merge = new LogMerge<string>({ exact: options.exact ?? false });
  for (let source = 0; source < options.sources; source += 1) {
    merge.open(source);
    merge.asked(source, START);
  }
  return {
    merge,
    line(source: number, time: number, now: number) {
      merge.heard(source, START + now);
      merge.line(source, at(time), 10, `${source}@${time}`, START + now);
    },
    release(now: number): string[] {
      const items: string[] = [];
      merge.release(START + now, (item) => items.push(item) > 0);
      return items;
    },
  };
}

describe('lines of several sources', () => {
  it('of one source go on as they are, at once', () => {
    const { line, release } = bench({ sources: 1 });
    line(0, 12, 0);
    line(0, 11, 0);
    expect(release(0)).toEqual(['0@12', '0@11']);
  });

  it('wait for the first line of each, but not for ever', () => {
    const one = bench({ sources: 2 });
    one.line(0, 12, 0);
    expect(one.release(100)).toEqual([]);
    one.line(1, 11, 100);
    expect(one.release(300)).toEqual(['1@11', '0@12']);

    const alone = bench({ sources: 2 });
    alone.line(0, 12, 0);
    expect(alone.release(290)).toEqual(['0@12']);

    const refused = bench({ sources: 2 });
    refused.line(0, 12, 0);
    refused.merge.silent(1);
    expect(refused.release(0)).toEqual(['0@12']);
  });

  it('wait for stored lines that still come, and no longer for a source that has fallen silent', () => {
    const { merge, line, release } = bench({ sources: 2 });
    line(0, -60_000, 0);
    line(1, -50_000, 0);
    expect(release(1)).toEqual(['0@-60000']);
    merge.heard(0, START + 100);
    expect(release(200)).toEqual([]);
    expect(release(251)).toEqual(['1@-50000']);
  });

  it('that are written now wait only for the window', () => {
    const { line, release } = bench({ sources: 2 });
    line(0, 0, 0);
    line(1, 1, 0);
    expect(release(0)).toEqual(['0@0']);
    expect(release(100)).toEqual(['1@1']);
    line(0, 220, 200);
    expect(release(250)).toEqual([]);
    line(1, 210, 260);
    expect(release(300)).toEqual(['1@210', '0@220']);
  });

  it('keep a mark between its own lines', () => {
    const { merge, line, release } = bench({ sources: 2 });
    line(0, 10, 0);
    merge.mark(0, 'restarted', START);
    line(0, 30, 0);
    line(1, 20, 0);
    line(1, 40, 0);
    expect(release(500)).toEqual(['0@10', 'restarted', '1@20', '0@30', '1@40']);
  });

  it('come from a source that is closed, too', () => {
    const { merge, line, release } = bench({ sources: 2 });
    line(0, 10, 0);
    merge.close(0);
    line(1, 20, 0);
    expect(release(0)).toEqual(['0@10', '1@20']);
    expect(merge.size).toBe(0);
  });

  it('can be looked at before they are due: the newest, in order, without marks', () => {
    const { merge, line, release } = bench({ sources: 3 });
    line(0, 10, 0);
    line(0, 30, 0);
    merge.mark(0, 'restarted', START);
    line(1, 20, 0);
    expect(release(100)).toEqual([]);
    expect(merge.newest(2)).toMatchObject([
      { item: '1@20', source: 1 },
      { item: '0@30', source: 0 },
    ]);
    expect(merge.newest(9).map(({ item }) => item)).toEqual(['0@10', '1@20', '0@30']);
    expect(merge.size).toBe(4);
    expect(release(500)).toEqual(['0@10', '1@20', '0@30', 'restarted']);
    expect(merge.newest(9)).toEqual([]);
  });

  it('stay where they are when nobody takes them', () => {
    const { merge, line } = bench({ sources: 1 });
    line(0, 1, 0);
    line(0, 2, 0);
    merge.release(START, () => false);
    expect(merge.size).toBe(1);
    expect(merge.held(0)).toEqual({ lines: 1, bytes: 10 });
  });
});

it('puts all lines in order, each source in its own, none lost and none twice, however they arrive', () => {
  const logs = fc.array(fc.array(fc.nat(1000), { maxLength: 300 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(logs, fc.infiniteStream(fc.nat(7)), (written, order) => {
      const sorted = written.map((times) => times.toSorted((a, b) => a - b));
      const { merge, line, release } = bench({ sources: sorted.length, exact: true });
      const left = sorted.map((times) => [...times]);
      const seen: string[] = [];
      while (left.some((times) => times.length > 0)) {
        const source = (order.next().value ?? 0) % left.length;
        const time = left[source]?.shift();
        if (time === undefined) merge.close(source);
        else line(source, time, 0);
        seen.push(...release(0));
      }
      for (const source of left.keys()) merge.close(source);
      seen.push(...release(0));
      const all = sorted.flatMap((times, source) => times.map((time) => ({ source, time })));
      const expected = all.toSorted((a, b) => a.time - b.time || a.source - b.source);
      expect(seen).toEqual(expected.map(({ source, time }) => `${source}@${time}`));
    }),
  );
});
