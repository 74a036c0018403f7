import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listPath } from '../../api/addresses.ts';
import { problemOfError } from '../../api/api-fetch.ts';
import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { type Count, countIn } from '../../api/object-count.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './namespace-page.module.css';

/** Asked again while somebody looks: a hidden tab asks nothing. */
const REFRESH_MS = 30_000;

export interface KindGroup {
  readonly id: string;
  readonly title: string;
  readonly resources: readonly DiscoveredResource[];
}

export interface KindCountsProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly groups: readonly KindGroup[];
  /** kinds that surely may not be listed: they are not asked for */
  readonly denied: readonly DiscoveredResource[];
  /** numbers that are known live, by "group/plural" */
  readonly live: ReadonlyMap<string, number>;
}

type Answer = Count | 'waiting' | 'denied' | 'failed';

/** How many there are of every kind; kinds with none and kinds that may not be listed are folded. */
export function KindCounts({ cluster, namespace, groups, denied, live }: KindCountsProps) {
  const { t, i18n } = useTranslation('pages');
  const asked = groups.flatMap(({ resources }) => resources);
  const answers = useQueries({
    queries: asked.map((resource) => ({
      queryKey: ['namespace-count', cluster, namespace, resource.group, resource.resource],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        countIn(
          cluster,
          [namespace],
          {
            prefix: resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`,
            plural: resource.resource,
            namespaced: true,
          },
          signal,
        ),
      refetchInterval: REFRESH_MS,
      retry: false,
      enabled: !live.has(idOf(resource)),
    })),
  });
  const byId = new Map<string, Answer>(
    asked.map((resource, index): [string, Answer] => {
      const number = live.get(idOf(resource));
      if (number !== undefined) return [idOf(resource), { number, least: false }];
      const { data, error } = answers[index] ?? {};
      if (data !== undefined) return [idOf(resource), data];
      if (!error) return [idOf(resource), 'waiting'];
      return [idOf(resource), problemOfError(error).status === 403 ? 'denied' : 'failed'];
    }),
  );
  const those = (test: (answer: Answer | undefined) => boolean) => asked.filter((each) => test(byId.get(idOf(each))));
  const isNone = (answer: Answer | undefined) => typeof answer === 'object' && answer.number === 0 && !answer.least;
  const some = groups
    .map((group) => ({
      ...group,
      shown: group.resources.flatMap((resource) => {
        const answer = byId.get(idOf(resource));
        return typeof answer === 'object' && !isNone(answer) ? [{ resource, answer }] : [];
      }),
    }))
    .filter(({ shown }) => shown.length > 0);
  const waiting = those((answer) => answer === 'waiting').length > 0;

  return (
    <section className={classes.panel} aria-labelledby="namespace-counts" aria-busy={waiting}>
      <h2 id="namespace-counts" className={classes.heading}>
        {t('namespace.counts')}
      </h2>
      {some.length === 0 && waiting ? <p className={classes.dim}>{t('namespace.countsWaiting')}</p> : null}
      <dl className={classes.groups}>
        {some.map(({ id, title, shown }) => (
          <div key={id} style={{ display: 'contents' }}>
            <dt>{safeText(title)}</dt>
            <dd>
              {shown.map(({ resource, answer }) => (
                <AppLink key={idOf(resource)} to={listPath(cluster, resource, [namespace])} className={classes.count}>
                  <span className={classes.number}>
                    {answer.least
                      ? t('namespace.atLeast', { number: answer.number })
                      : answer.number.toLocaleString(i18n.language)}
                  </span>
                  <span>{safeText(pluralTitle(resource))}</span>
                </AppLink>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Fold words="namespace.none" kinds={those(isNone)} />
      <Fold words="namespace.denied" kinds={[...denied, ...those((answer) => answer === 'denied')]} />
      <Fold words="namespace.unanswered" kinds={those((answer) => answer === 'failed')} />
    </section>
  );
}

function Fold({ words, kinds }: { readonly words: string; readonly kinds: readonly DiscoveredResource[] }) {
  const { t } = useTranslation('pages');
  if (kinds.length === 0) return null;
  return (
    <details className={classes.fold}>
      <summary>{t(words, { count: kinds.length })}</summary>
      <p>{safeText(kinds.map(pluralTitle).join(', '))}</p>
    </details>
  );
}

function idOf({ group, resource }: DiscoveredResource): string {
  return `${group}/${resource}`;
}
