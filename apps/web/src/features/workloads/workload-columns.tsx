import type { ActionTarget } from '../../actions/define-action.ts';
import { objectPath } from '../../api/addresses.ts';
import type { Health } from '../../kinds/define-kind.ts';
import { type WorkloadKind, workloadFacts } from '../../kinds/workload-rows.ts';
import type { Row } from '../../live/row.ts';
import { naturalKey, sortValue } from '../../live/sort-value.ts';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx';
import type { GridColumn } from '../../ui/row-grid.tsx';
import { safeText } from '../../ui/safe-text.ts';
import type { Words } from '../../ui/use-words.ts';
import classes from './workloads-page.module.css';

/** What needs a look comes first. */
const SEVERITY: readonly Health[] = ['failed', 'warning', 'unknown', 'progressing', 'ok', 'stopped'];

export interface WorkloadColumnsInput {
  readonly cluster: string;
  readonly kinds: ReadonlyMap<string, WorkloadKind>;
  readonly withNamespace: boolean;
  /** of namespace "pages" */
  readonly words: Words;
  /** what stands for a health where the server prints no word */
  readonly healthWord: (health: Health) => string;
}

/** What actions are told of a row of workloads; undefined when its kind is not served any more. */
export function workloadTarget(
  cluster: string,
  kinds: ReadonlyMap<string, WorkloadKind>,
  row: Row,
): ActionTarget | undefined {
  const resource = kinds.get(workloadFacts(row).kind)?.resource;
  if (resource === undefined) return undefined;
  const { uid, namespace, name, labels } = row;
  return { ref: { cluster, resource, namespace, name }, uid, labels: labels ?? {} };
}

/** Kind, name, namespace, how many are ready, how it does, age. */
export function workloadColumns({
  cluster,
  kinds,
  withNamespace,
  words,
  healthWord,
}: WorkloadColumnsInput): readonly GridColumn[] {
  const kindOf = (row: Row) => kinds.get(workloadFacts(row).kind);
  const statusOf = (row: Row) => {
    const { word, health } = workloadFacts(row);
    return word || healthWord(health);
  };
  const namespace: GridColumn = {
    id: 'namespace',
    header: words('list:namespaceColumn'),
    width: 'minmax(10ch, 1fr)',
    look: 'dim',
    text: (row) => row.namespace,
    sortKey: (row) => naturalKey(row.namespace),
  };
  return [
    {
      id: 'kind',
      header: words('workloads.kind'),
      width: '150px',
      look: 'dim',
      text: (row) => kindOf(row)?.resource.kind ?? '',
      sortKey: (row) => kindOf(row)?.definition.order ?? null,
      view: (row) => {
        const kind = kindOf(row);
        if (kind === undefined) return null;
        const { icon: Icon } = kind.definition;
        return (
          <span className={classes.kind}>
            <Icon size={14} aria-hidden="true" />
            {safeText(kind.resource.kind)}
          </span>
        );
      },
    },
    {
      id: 'name',
      header: words('workloads.name'),
      width: 'minmax(22ch, 3fr)',
      look: 'name',
      text: (row) => row.name,
      sortKey: (row) => naturalKey(row.name),
      view: (row) => {
        const target = workloadTarget(cluster, kinds, row);
        if (target === undefined) return safeText(row.name);
        return (
          <AppLink to={objectPath(target.ref)} tabIndex={-1} aria-label={safeText(row.name)}>
            <MiddleEllipsis text={row.name} tail={6} />
          </AppLink>
        );
      },
    },
    ...(withNamespace ? [namespace] : []),
    {
      id: 'ready',
      header: words('workloads.ready'),
      width: '96px',
      look: 'text',
      align: 'end',
      text: (row) => workloadFacts(row).ready,
      sortKey: (row) => sortValue(workloadFacts(row).ready),
    },
    {
      id: 'status',
      header: words('workloads.status'),
      width: 'minmax(20ch, 1.4fr)',
      look: 'text',
      text: statusOf,
      sortKey: (row) => SEVERITY.indexOf(workloadFacts(row).health),
      view: (row) => <HealthMark health={workloadFacts(row).health} label={statusOf(row)} />,
    },
    {
      id: 'age',
      header: words('workloads.age'),
      width: '96px',
      look: 'age',
      align: 'end',
      text: () => '',
      sortKey: (row) => (row.created > 0 ? -row.created : null),
      view: (row) => <Age created={row.created} />,
    },
  ];
}
