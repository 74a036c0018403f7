import { numberAt, textAt } from '../../api/read-field.ts';
import type { ExtraColumn, RowView } from '../define-kind.ts';

/**
 * What the pods of a node ask for and what it uses, each beside what is allocatable (OPS-181, OPS-187): no node says so itself.
 * `node-loads.ts` says what is in the cells.
 */
export const loadColumns: readonly ExtraColumn[] = [
  loadColumn('cpuRequests'),
  loadColumn('memoryRequests'),
  loadColumn('cpuUsed'),
  loadColumn('memoryUsed'),
  loadColumn('cpuLimits', true),
  loadColumn('memoryLimits', true),
  loadColumn('podsRequests', true),
];

function loadColumn(id: string, wide = false): ExtraColumn {
  const path = `@${id}`;
  const said = (part: string) => (view: RowView) => textAt(view.field(path), part);
  const share = (view: RowView) => numberAt(view.field(path), 'share');
  return {
    id,
    header: id,
    title: `list.${id}`,
    align: 'end',
    wide,
    of: id.endsWith('Used') ? 'metrics.k8s.io/nodes' : '/pods',
    fields: [`status.allocatable.${id.replace(/[A-Z].*/, '')}`, path],
    text: said('text'),
    describe: said('why'),
    sortValue: (view) => share(view) ?? Number.NaN,
    draw: (view) => {
      const part = share(view);
      return part === undefined ? part : { share: part, tone: part > 0.9 ? 'warning' : 'ok' };
    },
  };
}
