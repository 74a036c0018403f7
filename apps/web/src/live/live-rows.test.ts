import type { LiveQuery, LiveRow } from '@quarterdeck/shared/live-protocol';
import { describe, expect, it } from 'vitest';
import { LiveRows } from './live-rows.ts';
import type { LiveSink } from './live-source.ts';
import { RowStore } from './row-store.ts';
import { ManualClock } from './test/manual-clock.ts';

const query: LiveQuery = { cluster: 'demo', resource: 'v1/pods', namespaces: null, fields: [], mode: 'rows' };
const row = (i: number): LiveRow => [`u${i}`, 'a', `pod-${i}`, 1, null, ['x']];

describe('LiveRows', () => {
  it('loses no row from sight while another server reads the list anew (issue 9: no flash)', () => {
    const clock = new ManualClock();
    const frames: (() => void)[] = [];
    const rows = new LiveRows(new RowStore({ clock, frame: (run) => void frames.push(run) }));
    const drawn = (): number => {
      for (const run of frames.splice(0)) run();
      clock.advance(300);
      for (const run of frames.splice(0)) run();
      return rows.store.getSnapshot().order.length;
    };
    let sink: LiveSink | undefined;
    rows.connect(
      {
        subscribe: (_query, given) => {
          sink = given;
          return () => {};
        },
      },
      query,
    );
    const live = () => sink?.status({ state: 'live', loaded: 3, since: 1 });
    sink?.rows?.({ reset: true, upsert: [row(1), row(2), row(3)], remove: [] });
    live();
    expect(drawn()).toBe(3);
    sink?.moving?.();
    expect(drawn()).toBe(3);
    sink?.rows?.({ reset: true, upsert: [row(1)], remove: [] });
    expect(drawn()).toBe(3);
    expect(rows.getSnapshot().status.state).toBe('live');
    sink?.rows?.({ upsert: [row(2), row(4)], remove: [] });
    live();
    // and what is gone by then goes
    expect(drawn()).toBe(3);
    expect(rows.store.getRow('u3')).toBeUndefined();
    expect(rows.store.getRow('u4')?.name).toBe('pod-4');
  });
});
