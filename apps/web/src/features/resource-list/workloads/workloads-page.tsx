import { useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { namespacesSegment, workloadsPath } from '../../../api/addresses.ts';
import { useDiscovery } from '../../../api/discovery.ts';
import { takesWhole } from '../../../kinds/costly-fields.ts';
import { KindsContext } from '../../../kinds/kinds-context.ts';
import { type WorkloadKind, workloadFacts, workloadKinds, workloadSource } from '../../../kinds/workload-rows.ts';
import type { Row } from '../../../live/row.ts';
import { useMergedRows } from '../../../live/use-merged-rows.ts';
import { problemText } from '../../../ui/problem-text.ts';
import { safeText } from '../../../ui/safe-text.ts';
import { readBuckets, StatusBuckets } from '../../../ui/status-buckets.tsx';
import { useWords } from '../../../ui/use-words.ts';
import { addedColumns } from '../added-columns.ts';
import { askedText } from '../asked-text.ts';
import { addedFields } from '../list-columns.ts';
import { ListStar } from '../list-star.tsx';
import { type ListPlace, LiveList } from '../live-list.tsx';
import { MergedPlaceholder } from '../merged-placeholder.tsx';
import { SelectorChips } from '../selector-chips.tsx';
import { useColumnChoice } from '../use-column-choice.ts';
import { useFewObjects } from '../use-few-objects.ts';
import { useLabelPick } from '../use-label-pick.ts';
import { refusedKinds } from './refused-kinds.ts';
import { workloadColumns } from './workload-columns.ts';
import { workloadsSubject } from './workloads-subject.ts';

export interface WorkloadsPageProps extends ListPlace {
  readonly cluster: string;
}

const thatTakeWhole = (kinds: readonly WorkloadKind[]) =>
  kinds.filter(({ definition }) => takesWhole(definition)).map(({ resource }) => resource);
const bucketOf = (row: Row) => workloadFacts(row).health;

/** Workloads of every kind in one live table: what runs here, and how it does. */
export default function WorkloadsPage({ cluster, ...place }: WorkloadsPageProps) {
  const { namespaces, search, onSearch } = place;
  const { t, i18n } = useTranslation('pages');
  const words = useWords('pages');
  const { t: problems } = useTranslation('problems');
  const { resources } = useDiscovery(cluster);
  const definitions = useContext(KindsContext);
  const { served, missing } = useMemo(() => workloadKinds(resources, definitions), [resources, definitions]);
  const kinds = useMemo(() => new Map(served.map((kind) => [kind.id, kind])), [served]);
  const title = t('workloads.title');
  const subject = useMemo(() => workloadsSubject(cluster, kinds, title), [cluster, kinds, title]);
  const choice = useColumnChoice(subject.memory, search, onSearch);
  const { added } = choice.choice;
  const carries = useMemo(() => addedFields(choice.choice), [choice.choice]);
  const few = useFewObjects(cluster, thatTakeWhole(served), namespaces === null);
  const sources = useMemo(
    () =>
      // until it is known how many there are, nothing is read: each kind is read once
      few === undefined
        ? []
        : served.map((kind) =>
            workloadSource(kind, cluster, namespaces, { labelSelector: search.l, carries, few: few.has(kind.id) }),
          ),
    [served, cluster, namespaces, search.l, carries, few],
  );
  const live = useMergedRows(sources);
  const withNamespace = namespaces?.length !== 1;
  const onLabel = useLabelPick(search.l, onSearch);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const columns = useMemo(() => {
    const own = workloadColumns({ kinds, withNamespace, words, healthWord: (health) => words(`app:health.${health}`) });
    return [...own, ...addedColumns(added, carries, own, onLabel)];
  }, [kinds, withNamespace, words, added, carries, onLabel, i18n.language]);
  const buckets = useMemo(() => readBuckets(search.s), [search.s]);

  const refused = useMemo(() => refusedKinds(served, live.sources, missing), [served, live.sources, missing]);
  const reasons = [
    ...(refused.denied.length > 0 ? [t('workloads.denied', { kinds: refused.denied.join(', ') })] : []),
    ...(refused.missing.length > 0 ? [t('workloads.missing', { kinds: refused.missing.join(', ') })] : []),
    ...refused.partial.map(({ kind, problem }) =>
      t('workloads.troubled', { kind, reason: safeText(problemText(problems, problem, 'title')) }),
    ),
  ].join('; ');

  return (
    <LiveList
      place={place}
      subject={subject}
      live={live}
      asked={askedText({
        resource: subject.kubectl,
        namespaces: namespaces === null ? null : [...namespaces],
        ...(search.l === undefined ? {} : { labelSelector: search.l }),
      })}
      columns={columns}
      choice={choice}
      addable={['label', 'annotation', 'field']}
      withNamespace={withNamespace}
      bucketOf={bucketOf}
      buckets={buckets}
      choosing={(counts) => (
        <StatusBuckets
          counts={counts}
          chosen={buckets}
          onChoose={(chosen) => onSearch({ s: [...(chosen ?? [])].join(',') })}
        />
      )}
      selecting={(store) => <SelectorChips search={search} onSearch={onSearch} store={store} labelsOnly />}
      star={
        <ListStar
          cluster={cluster}
          path={workloadsPath(cluster, namespaces)}
          title={title}
          where={namespacesSegment(namespaces)}
          search={search}
        />
      }
      notice={reasons === '' ? undefined : t('workloads.notAll', { reasons })}
      actions={() => [...new Set(served.flatMap(({ definition }) => definition.actions ?? []))]}
      noRows={(state) => (
        <MergedPlaceholder
          {...state}
          cluster={cluster}
          namespaces={namespaces}
          status={live.status}
          words="workloads"
          onShowAll={() => {
            state.onFilter('');
            onSearch({ s: '' });
          }}
          homePath={(home) => workloadsPath(cluster, [home])}
        />
      )}
    />
  );
}
