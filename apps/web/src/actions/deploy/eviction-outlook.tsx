import { useQuery } from '@tanstack/react-query';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import type { ActionTarget } from '../define-action.ts';
import { MOST_PODS, readOutlook } from './read-outlook.ts';

/** Budgets that are named; more say nothing to people. */
const NAMED = 5;

/** What the budgets will answer, said before anything is evicted. */
export function EvictionOutlook({ targets }: { readonly targets: readonly ActionTarget[] }) {
  const t = useWords('deploy');
  const cluster = targets[0]?.ref.cluster ?? '';
  const { resources } = useDiscovery(cluster);
  const budgets = findResource(resources, 'policy', 'poddisruptionbudgets');
  const { data } = useQuery({
    queryKey: [
      'eviction-outlook',
      cluster,
      budgets?.version,
      targets.map(({ ref, uid }) => uid ?? `${ref.namespace}/${ref.name}`),
    ],
    queryFn: ({ signal }) => readOutlook(targets, budgets, signal),
    enabled: resources.length > 0,
    gcTime: 0,
    retry: false,
  });
  if (data === undefined) return <p className={classes.note}>{t('evict.outlook.looking')}</p>;
  const { waiting, never, mirrors, blind } = data;
  const isClear = waiting + never + mirrors === 0 && !blind;
  return (
    <>
      {(['waiting', 'never', 'mirrors'] as const)
        .filter((part) => data[part] > 0)
        .map((part) => (
          <p key={part} className={classes.strong}>
            {safeText(
              t(`evict.outlook.${part}`, {
                count: data[part],
                total: data.looked,
                budgets: namesText(data.budgets[part]),
              }),
            )}
          </p>
        ))}
      {blind ? <p className={classes.note}>{t('evict.outlook.blind')}</p> : null}
      {isClear ? <p className={classes.note}>{t('evict.outlook.clear')}</p> : null}
      {targets.length > MOST_PODS ? (
        <p className={classes.note}>{t('evict.outlook.first', { count: MOST_PODS })}</p>
      ) : null}
    </>
  );
}

function namesText(names: readonly string[]): string {
  return names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ' …' : '');
}
