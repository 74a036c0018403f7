import type { Health } from '../../../kinds/define-kind.ts';
import { type WorkloadKind, workloadFacts } from '../../../kinds/workload-rows.ts';
import type { Row } from '../../../live/row.ts';
import { naturalKey, sortValue } from '../../../live/sort-value.ts';
import type { Words } from '../../../ui/use-words.ts';
import { type ListColumn, namespaceColumn, sinceMoment } from '../list-columns.ts';

/** What needs a look comes first. */
const SEVERITY: readonly Health[] = ['failed', 'warning', 'unknown', 'progressing', 'ok', 'stopped'];

export interface WorkloadColumnsInput {
  readonly kinds: ReadonlyMap<string, WorkloadKind>;
  readonly withNamespace: boolean;
  /** of namespace "pages" */
  readonly words: Words;
  /** what stands for a health where the server prints no word */
  readonly healthWord: (health: Health) => string;
}

const PLAIN = { description: '', look: 'text', align: 'start', wide: false } as const;

/** Kind, name, namespace, how many are ready, how it does, age. */
export function workloadColumns({ kinds, withNamespace, words, healthWord }: WorkloadColumnsInput): ListColumn[] {
  const kindOf = (row: Row) => kinds.get(workloadFacts(row).kind);
  return [
    {
      ...PLAIN,
      id: 'kind',
      header: words('workloads.kind'),
      text: (row) => kindOf(row)?.resource.kind ?? '',
      sortKey: (row) => kindOf(row)?.definition.order ?? null,
      icon: (row) => kindOf(row)?.definition.icon,
    },
    {
      ...PLAIN,
      id: 'name',
      header: words('workloads.name'),
      look: 'name',
      text: (row) => row.name,
      sortKey: (row) => naturalKey(row.name),
    },
    ...(withNamespace ? [namespaceColumn(words('list:namespaceColumn'))] : []),
    {
      ...PLAIN,
      id: 'ready',
      header: words('workloads.ready'),
      align: 'end',
      text: (row) => workloadFacts(row).ready,
      sortKey: (row) => sortValue(workloadFacts(row).ready),
    },
    {
      ...PLAIN,
      id: 'status',
      header: words('workloads.status'),
      isStatusWord: true,
      text: (row) => {
        const { word, health } = workloadFacts(row);
        return word || healthWord(health);
      },
      sortKey: (row) => SEVERITY.indexOf(workloadFacts(row).health),
      health: (row) => workloadFacts(row).health,
    },
    {
      ...PLAIN,
      id: 'age',
      header: words('workloads.age'),
      look: 'age',
      align: 'end',
      text: () => '',
      ...sinceMoment((row) => row.created),
    },
  ];
}
