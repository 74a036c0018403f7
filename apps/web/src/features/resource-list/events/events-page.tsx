import { Button } from '@mantine/core';
import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { formatResource } from '@quarterdeck/shared/resource-path';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath, namespacesSegment } from '../../../api/addresses.ts';
import { useDiscovery } from '../../../api/discovery.ts';
import type { ListViewProps } from '../../../kinds/define-kind.ts';
import { groupOfRow } from '../../../live/event-groups.ts';
import { eventFields } from '../../../live/read-event.ts';
import type { Row } from '../../../live/row.ts';
import { useEventGroups } from '../../../live/use-event-groups.ts';
import { useWords } from '../../../ui/use-words.ts';
import { askedText } from '../asked-text.ts';
import { ListStar } from '../list-star.tsx';
import { LiveList } from '../live-list.tsx';
import { MergedPlaceholder } from '../merged-placeholder.tsx';
import { SelectorChips } from '../selector-chips.tsx';
import { useColumnChoice } from '../use-column-choice.ts';
import { eventColumns } from './event-columns.ts';
import { eventsSubject } from './events-subject.ts';
import { TypeFilter } from './type-filter.tsx';

/** Newest first. */
const DEFAULT_SORT = 'last-seen';
const bucketOf = (row: Row) => groupOfRow(row).type;

/** What happened lately, by object and reason, whichever API the events are read from; each event one by one is one click away. */
export default function EventsPage({ cluster, resource, ...place }: ListViewProps) {
  const { namespaces, search, onSearch } = place;
  const { t, i18n } = useTranslation('pages');
  const words = useWords('pages');
  const { resources } = useDiscovery(cluster);
  const query: LiveQuery = {
    cluster,
    resource: formatResource(resource),
    namespaces: namespaces === null ? null : [...namespaces],
    ...(search.l === undefined ? {} : { labelSelector: search.l }),
    ...(search.f === undefined ? {} : { fieldSelector: search.f }),
    fields: [...eventFields(resource.group)],
    mode: 'rows',
  };
  const live = useEventGroups(query);
  const { membersOf } = live;
  const title = t('events.title');
  const subject = useMemo(
    () => eventsSubject({ cluster, resource, resources, title, membersOf }),
    [cluster, resource, resources, title, membersOf],
  );
  const choice = useColumnChoice(subject.memory, search, onSearch);
  const withNamespace = namespaces?.length !== 1;
  const onReason = useCallback((reason: string) => onSearch({ q: `reason:"${reason}"` }), [onSearch]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const columns = useMemo(
    () => eventColumns({ withNamespace, words, onReason }),
    [withNamespace, words, onReason, i18n.language],
  );
  const type = search.s === 'Warning' || search.s === 'Normal' ? search.s : undefined;
  const buckets = useMemo(() => (type === undefined ? undefined : new Set([type])), [type]);

  return (
    <LiveList
      place={place}
      subject={subject}
      live={live}
      asked={askedText({ ...query, resource: 'events' })}
      columns={columns}
      choice={choice}
      addable={[]}
      withNamespace={withNamespace}
      defaultSort={DEFAULT_SORT}
      bucketOf={bucketOf}
      buckets={buckets}
      choosing={(counts) => (
        <TypeFilter counts={counts} chosen={type} onChoose={(chosen) => onSearch({ s: chosen ?? '' })} />
      )}
      selecting={(store) => <SelectorChips search={search} onSearch={onSearch} store={store} />}
      star={
        <ListStar
          cluster={cluster}
          path={listPath(cluster, resource, namespaces)}
          title={title}
          where={namespacesSegment(namespaces)}
          search={search}
        />
      }
      countText={(shown, total) =>
        shown === total ? t('events.groups', { count: total }) : t('events.some', { shown, total })
      }
      tools={
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onSearch({ view: 'table', sort: '', s: '', q: '', cols: '', open: '' })}
        >
          {t('events.raw')}
        </Button>
      }
      notice={t('events.ttl')}
      actions={() => []}
      noRows={(state) => (
        <MergedPlaceholder
          {...state}
          cluster={cluster}
          namespaces={namespaces}
          status={live.status}
          words="events"
          onShowAll={() => {
            state.onFilter('');
            onSearch({ s: '' });
          }}
          homePath={(home) => listPath(cluster, resource, [home])}
        />
      )}
    />
  );
}
