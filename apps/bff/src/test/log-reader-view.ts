import type { LogSourceFrame, LogStanding } from '@quarterdeck/shared/log-protocol';
import { ResumeFilter } from '@quarterdeck/shared/log-resume';
import { expect } from 'vitest';
import { WatchListMemory } from '../live/watch-list-memory.ts';
import { LogReader, type LogWish } from '../streams/log-reader.ts';
import { LogShares } from '../streams/log-share.ts';
import { FakeClock } from './fake-clock.ts';
import type { LogCluster } from './log-cluster.ts';
import { sessionOf } from './socket-bench.ts';

const session = sessionOf('ada');
const OPENED = Date.parse('2026-11-21T11:59:00Z');

/** A view that takes everything, and writes it down as a person would read it. */
export class LogReaderView {
  readonly seen: string[] = [];
  readonly reports: (Omit<LogSourceFrame, 'type' | 'source'> & { readonly source: number })[] = [];
  readonly queries: { readonly state: string; readonly matched: number; readonly notRead: number }[] = [];
  readonly standings = new Map<number, LogStanding>();
  readonly clock = new FakeClock(OPENED);
  readonly reader: LogReader;
  /** as the browser does it: by pod and container, over all sockets */
  readonly filters: Map<string, ResumeFilter>;
  paused = false;

  constructor(cluster: LogCluster, wish: Partial<LogWish> = {}, filters = new Map<string, ResumeFilter>()) {
    this.filters = filters;
    for (const filter of filters.values()) filter.cut();
    const share = new LogShares().enter(session);
    if (!share) throw new Error('no share');
    this.reader = new LogReader({
      cluster,
      session,
      wish: {
        follow: true,
        instances: 'current',
        sources: [{ namespace: 'ns', labelSelector: 'app=x' }],
        ...wish,
      },
      exact: false,
      maxLineBytes: 64 * 1024,
      share,
      memory: new WatchListMemory(() => this.clock.now()),
      clock: this.clock,
      ready: () => {},
      query: (frame) => this.queries.push(frame),
    });
    this.reader.start();
  }

  take(): void {
    if (this.paused) return;
    this.reader.release((item, source) => {
      if ('report' in item) {
        this.reports.push({ source, ...item.report });
        return true;
      }
      const report = this.reports.findLast((one) => one.source === source);
      if (!report) throw new Error('a line of nobody');
      const { namespace, pod, uid, container, instance } = report;
      const filter = this.filters.get(uid) ?? new ResumeFilter();
      this.filters.set(uid, filter);
      const { time, text } = item.line;
      if (!filter.admit(time)) return true;
      this.standings.set(source, { namespace, pod, uid, container, instance, time: filter.last });
      this.seen.push(`${pod}#${instance} ${text}`);
      return true;
    });
  }

  async until(check: () => void): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      this.clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
      this.take();
      try {
        check();
        return;
      } catch (error) {
        if (tries > 3000) throw error;
      }
    }
  }

  /** Time passes, and nothing more is to come of it. */
  async rest(steps = 60): Promise<void> {
    let left = steps;
    await this.until(() => {
      left -= 1;
      expect(left).toBeLessThan(0);
    });
  }

  last(pod: string) {
    return this.reports.findLast((one) => one.pod === pod);
  }
}
