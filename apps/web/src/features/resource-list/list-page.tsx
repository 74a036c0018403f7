import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { formatResource } from '@quarterdeck/shared/resource-path';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath, namespacesSegment } from '../../api/addresses.ts';
import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { isBeside, isOverAll, takesWhole } from '../../kinds/costly-fields.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import type { Row } from '../../live/row.ts';
import { useLiveRows } from '../../live/use-live-rows.ts';
import { readBuckets, StatusBuckets } from '../../ui/status-buckets.tsx';
import { useWords } from '../../ui/use-words.ts';
import { addedColumns } from './added-columns.ts';
import { askedText } from './asked-text.ts';
import { ADDED_KINDS } from './column-choice.ts';
import { listColumns, listFields } from './list-columns.ts';
import { ListPlaceholder } from './list-placeholder.tsx';
import { ListStar } from './list-star.tsx';
import { kindSubject } from './list-subject.ts';
import { type ListPlace, LiveList } from './live-list.tsx';
import { SelectorChips } from './selector-chips.tsx';
import { useBeside, useFewBeside } from './use-beside.ts';
import { useColumnChoice } from './use-column-choice.ts';
import { useFewObjects } from './use-few-objects.ts';
import { useLabelPick } from './use-label-pick.ts';

export interface ListPageProps extends ListPlace {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
}

const NO_ACTIONS = [] as const;

/** The live list of any kind: the server's own columns, those of its kind file, and what a person adds. */
export default function ListPage({ cluster, resource, ...place }: ListPageProps) {
  const { namespaces, search, onSearch } = place;
  const { t } = useTranslation('list');
  const kind = useKind(resource);
  const title = pluralTitle(resource);
  const subject = useMemo(() => kindSubject(cluster, resource, title, kind), [cluster, resource, title, kind]);
  const choice = useColumnChoice(subject.memory, search, onSearch);
  const { added, whole } = choice.choice;
  // over all namespaces what takes whole objects to read waits until it is asked for, unless they are few
  const few = useFewObjects(cluster, [resource], isOverAll(resource, namespaces) && takesWhole(kind));
  const where = resource.namespaced ? (namespaces?.join() ?? null) : null;
  const within = useMemo(() => where?.split(',') ?? null, [where]);
  const beside = useFewBeside(cluster, kind, within);
  const overAll = isOverAll(resource, namespaces) && few?.size !== 1;
  const fields = useMemo(
    () => listFields(kind, choice.choice, overAll, beside),
    [kind, choice.choice, overAll, beside],
  );
  const query = listQuery({ cluster, resource, namespaces, search, fields });
  const live = useLiveRows(few === undefined && !whole ? null : query);
  const { columns: server, status } = live;
  useBeside(cluster, kind, fields, live.store, within);

  const withNamespace = resource.namespaced && namespaces?.length !== 1;
  const namespaceHeader = t('namespaceColumn');
  const words = useWords('kind-lists');
  const onLabel = useLabelPick(search.l, onSearch);
  const lean = overAll && !whole;
  const columns = useMemo(() => {
    const own = listColumns({ server, fields, kind, lean, beside, withNamespace, namespaceHeader, words });
    return own.length === 0 ? own : [...own, ...addedColumns(added, fields, own, onLabel)];
  }, [server, fields, kind, lean, beside, withNamespace, namespaceHeader, words, added, onLabel]);
  const bucketOf = useMemo(() => {
    const carrier = columns.find(({ health }) => health !== undefined);
    return carrier && ((row: Row) => carrier.health?.(row));
  }, [columns]);
  const buckets = useMemo(() => readBuckets(search.s), [search.s]);

  return (
    <LiveList
      place={place}
      subject={subject}
      live={live}
      asked={askedText(query)}
      columns={columns}
      choice={choice}
      whole={overAll && takesWhole(kind) ? whole : undefined}
      addable={ADDED_KINDS}
      withNamespace={withNamespace}
      defaultSort={kind?.defaultSort}
      bucketOf={bucketOf}
      buckets={buckets}
      choosing={(counts) => (
        <StatusBuckets
          counts={counts}
          chosen={buckets}
          onChoose={(chosen) => onSearch({ s: [...(chosen ?? [])].join(',') })}
        />
      )}
      selecting={(store) => <SelectorChips search={search} onSearch={onSearch} store={store} />}
      star={
        <ListStar
          cluster={cluster}
          path={listPath(cluster, resource, namespaces)}
          title={title}
          where={resource.namespaced ? namespacesSegment(namespaces) : ''}
          search={search}
        />
      }
      actions={() => kind?.actions ?? NO_ACTIONS}
      noRows={(state) => (
        <ListPlaceholder
          {...state}
          cluster={cluster}
          resource={resource}
          title={title}
          namespaces={namespaces}
          search={search}
          status={status}
          onSearch={onSearch}
        />
      )}
    />
  );
}

function listQuery({
  cluster,
  resource,
  namespaces,
  search,
  fields,
}: Pick<ListPageProps, 'cluster' | 'resource' | 'namespaces' | 'search'> & {
  readonly fields: readonly string[];
}): LiveQuery {
  return {
    cluster,
    resource: formatResource(resource),
    namespaces: resource.namespaced && namespaces !== null ? [...namespaces] : null,
    ...(search.l === undefined ? {} : { labelSelector: search.l }),
    ...(search.f === undefined ? {} : { fieldSelector: search.f }),
    fields: fields.filter((path) => !isBeside(path)),
    mode: 'rows',
  };
}
