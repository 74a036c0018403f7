import { Button } from '@mantine/core';
import type { Problem } from '@quarterdeck/shared/problem';
import { useRouter } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath, wizardPath } from '../../api/addresses.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { ListSkeleton } from './list-skeleton.tsx';

export interface ListPlaceholderProps {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  readonly title: string;
  readonly namespaces: readonly string[] | null;
  readonly search: ListSearch;
  readonly onSearch: (patch: Partial<ListSearch>) => void;
  readonly status: LiveStatus;
  readonly total: number;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly headers: readonly string[];
}

// what is refused or broken is not the first that one sees of most lists
const DeniedList = lazyWithWords(['problems'], () => import('./denied-list.tsx'));
const ProblemView = lazyWithWords(['problems'], async () => ({
  default: (await import('../../ui/problem-view.tsx')).ProblemView,
}));

/** What stands in place of the rows: waiting, refused, broken, empty and filtered away are five different things. */
export function ListPlaceholder(props: ListPlaceholderProps) {
  return (
    <Suspense key={props.status.state}>
      <Placeholder {...props} />
    </Suspense>
  );
}

function Placeholder(props: ListPlaceholderProps) {
  const { resource, title, status, total, headers } = props;
  const { t } = useTranslation('list');
  const { state, problem } = status;
  if (state === 'denied') return <DeniedList {...props} problem={problem} />;
  if (state === 'gone')
    return <Broken problem={problem} title={t('gone.title', { kind: title })} hint={t('gone.hint')} />;
  if (total > 0) return <FilteredAway {...props} />;
  if (state === 'live') return <Empty {...props} />;
  if (state === 'stale' || (state === 'reconnecting' && problem !== undefined))
    return <Broken problem={problem} title={t('empty.title', { kind: title })} />;
  return <ListSkeleton label={t('loading', { kind: resource.resource })} headers={headers} />;
}

function Broken({
  problem,
  title,
  hint,
}: {
  readonly problem: Problem | undefined;
  readonly title: string;
  readonly hint?: string;
}) {
  if (problem !== undefined) return <ProblemView problem={problem} />;
  return <EmptyState title={title} {...(hint === undefined ? {} : { hint })} />;
}

function FilteredAway({ resource, filter, onFilter, total, status }: ListPlaceholderProps) {
  const { t } = useTranslation('list');
  return (
    <EmptyState
      title={t(status.state === 'loading' ? 'empty.filteredSoFar' : 'empty.filtered', {
        kind: resource.resource,
        filter: safeText(filter),
      })}
      hint={t('empty.filteredHint', { count: total })}
    >
      <Button size="compact-sm" variant="default" onClick={() => onFilter('')}>
        {t('clearFilter')}
      </Button>
    </EmptyState>
  );
}

function Empty({ cluster, resource, namespaces, search }: ListPlaceholderProps) {
  const { t } = useTranslation('list');
  const router = useRouter({ warn: false });
  const selector = [search.l, search.f].filter(Boolean).join(' ');
  const kind = resource.resource;
  const title = !resource.namespaced
    ? t('empty.title', { kind })
    : namespaces === null
      ? t('empty.titleAll', { kind })
      : t('empty.titleIn', { kind, namespaces: safeText(namespaces.join(', ')) });
  return (
    <EmptyState
      title={title}
      hint={selector === '' ? t('empty.hint') : t('empty.selected', { selector: safeText(selector) })}
    >
      {resource.group === 'apps' && kind === 'deployments' ? (
        <Button
          size="compact-sm"
          onClick={() => router?.history.push(wizardPath(cluster, 'deploy', { namespace: namespaces?.[0] }))}
        >
          {t('empty.deploy')}
        </Button>
      ) : null}
      {resource.namespaced && namespaces !== null ? (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => router?.history.push(listPath(cluster, resource, null))}
        >
          {t('empty.elsewhere')}
        </Button>
      ) : null}
    </EmptyState>
  );
}
