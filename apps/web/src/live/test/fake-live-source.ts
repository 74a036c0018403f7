import type { LiveColumn, LiveQuery, LiveRow } from '@quarterdeck/shared/live-protocol';
import type { LiveSink, LiveSource } from '../live-source.ts';
import type { LiveStatus } from '../live-status.ts';

/** A live client whose frames the test writes. */
export class FakeLiveSource implements LiveSource {
  readonly open = new Map<LiveSink, LiveQuery>();

  subscribe(query: LiveQuery, sink: LiveSink): () => void {
    this.open.set(sink, query);
    sink.status({ state: 'connecting', loaded: 0, since: 0 });
    return () => this.open.delete(sink);
  }

  /** how often somebody wanted it now */
  retries = 0;

  retry(): void {
    this.retries += 1;
  }

  get queries(): LiveQuery[] {
    return [...this.open.values()];
  }

  columns(...columns: readonly (Partial<LiveColumn> & { name: string })[]): void {
    const full = columns.map((column) => ({ type: 'string', format: '', priority: 0, description: '', ...column }));
    for (const sink of this.open.keys()) sink.columns?.(full);
  }

  rows(upsert: readonly LiveRow[], { reset, remove = [] }: { reset?: true; remove?: readonly string[] } = {}): void {
    for (const sink of this.open.keys()) sink.rows?.({ upsert, remove, ...(reset ? { reset } : {}) });
  }

  objects(upsert: readonly Record<string, unknown>[], remove: readonly string[] = [], reset?: true): void {
    for (const sink of this.open.keys()) sink.objects?.({ upsert, remove, ...(reset ? { reset } : {}) });
  }

  status(status: Partial<LiveStatus> & Pick<LiveStatus, 'state'>): void {
    for (const sink of this.open.keys()) sink.status({ loaded: 0, since: 0, ...status });
  }
}
