import type { ExtraColumn, Health, RowView } from './define-kind.ts';

type Readiness = readonly [ready: number, all: number];

/** A column "2/3" of addresses that are ready, with a bar, and the health that it speaks of. */
export function readiness(
  fields: readonly string[],
  count: (view: RowView) => Readiness | undefined,
): { readonly column: ExtraColumn; readonly health: (view: RowView) => Health } {
  const health = (view: RowView): Health => {
    const [ready, all] = count(view) ?? [];
    if (ready === undefined || all === undefined) return 'unknown';
    if (all === 0) return 'stopped';
    return ready === all ? 'ok' : ready === 0 ? 'failed' : 'warning';
  };
  return {
    health,
    column: {
      id: 'ready',
      header: 'Ready',
      title: 'list.ready',
      fields,
      text: (view) => count(view)?.join('/') ?? '',
      draw: (view) => {
        const [ready = 0, all = 0] = count(view) ?? [];
        return all === 0 ? undefined : { share: ready / all, tone: health(view) };
      },
    },
  };
}
