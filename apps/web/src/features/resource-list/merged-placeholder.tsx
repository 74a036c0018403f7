import { Button } from '@mantine/core';
import type { LiveStatus } from '../../live/live-status.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { RefusedView } from '../../ui/refused-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WaitingRows } from '../../ui/waiting-rows.tsx';
import type { NoRows } from './live-list.tsx';

export interface MergedPlaceholderProps extends NoRows {
  readonly cluster: string;
  readonly namespaces: readonly string[] | null;
  readonly status: LiveStatus;
  /** its words in namespace "pages": emptyIn, emptyAll, emptyHint, filtered, filteredHint, showAll, loading */
  readonly words: 'workloads' | 'events';
  /** takes away all that narrows the rows */
  readonly onShowAll: () => void;
  /** the address of the same page in the person's own namespace */
  readonly homePath: (home: string) => string;
}

/** What stands in place of the rows of a list that is made of several: waiting, refused, broken, empty, filtered away. */
export function MergedPlaceholder(props: MergedPlaceholderProps) {
  const { cluster, namespaces, status, total, words, onShowAll, homePath } = props;
  const t = useWords('pages');
  const { state, problem } = status;
  if ((state === 'denied' || state === 'gone') && problem !== undefined)
    return <RefusedView cluster={cluster} problem={problem} namespaces={namespaces} homePath={homePath} />;
  if (total > 0)
    return (
      <EmptyState title={t(`${words}.filtered`)} hint={t(`${words}.filteredHint`, { count: total })}>
        <Button size="compact-sm" variant="default" onClick={onShowAll}>
          {t(`${words}.showAll`)}
        </Button>
      </EmptyState>
    );
  if (state === 'live')
    return (
      <EmptyState
        title={
          namespaces === null
            ? t(`${words}.emptyAll`)
            : t(`${words}.emptyIn`, { namespaces: safeText(namespaces.join(', ')) })
        }
        hint={t(`${words}.emptyHint`)}
      />
    );
  return problem === undefined ? <WaitingRows label={t(`${words}.loading`)} /> : <ProblemView problem={problem} />;
}
