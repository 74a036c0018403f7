import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { rulesAllow } from '../../api/access-reviews.ts';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { everythingQuery, rulesQuery } from '../../api/ask-right.ts';
import { namespaceFault } from '../../api/namespace-name.ts';
import classes from './pages.module.css';
import { PlainPage } from './plain-page.tsx';

/** An address may name many; the first few are looked up. */
const MAX_LOOKUPS = 5;

/**
 * An API server answers an empty list for a namespace that does not exist, which would look like "no pods". Says it instead.
 * Who may not read namespaces is not bothered.
 */
export function NamespaceGuard({
  cluster,
  namespaces,
  onFound,
  children,
}: {
  readonly cluster: string;
  readonly namespaces: readonly string[] | null;
  /** told when nothing is known against these namespaces; keep its identity */
  readonly onFound: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('app');
  const client = useQueryClient();
  const malformed = (namespaces ?? []).find((name) => namespaceFault(name) !== undefined);
  const asked = malformed === undefined ? (namespaces ?? []).slice(0, MAX_LOOKUPS) : [];
  const { missing, settled } = useQueries({
    queries: asked.map((name) => ({
      queryKey: ['namespace-exists', cluster, name],
      queryFn: () => exists(client, cluster, name),
      staleTime: 60_000,
      retry: false,
      // it may be created any moment
      refetchInterval: ({ state }: { state: { data?: boolean | undefined } }) =>
        state.data === false ? 15_000 : false,
    })),
    combine: (results) => ({
      missing: asked.filter((_, index) => results[index]?.data === false),
      settled: results.every(({ isPending }) => !isPending),
    }),
  });
  const found = settled && malformed === undefined && missing.length === 0;

  useEffect(() => {
    if (found) onFound();
  }, [found, onFound]);

  if (malformed !== undefined)
    return (
      <PlainPage title={t('unknown.namespaceMalformed', { namespace: malformed })}>
        <p>{t('namespace.rule')}</p>
        <p>{t('unknown.chooseNamespace')}</p>
      </PlainPage>
    );
  if (missing.length > 0 && missing.length === namespaces?.length)
    return (
      <PlainPage title={t('unknown.namespace', { namespace: missing.join(', '), cluster })}>
        <p>{t('unknown.chooseNamespace')}</p>
        <p>{t('unknown.namespaceAdvice')}</p>
      </PlainPage>
    );
  return (
    <>
      {missing.length > 0 ? (
        <p className={classes.banner} role="status">
          {t('unknown.namespace', { namespace: missing.join(', '), cluster })}
        </p>
      ) : null}
      {children}
    </>
  );
}

async function exists(client: QueryClient, cluster: string, name: string): Promise<boolean> {
  try {
    if (await mayNotRead(client, cluster, name)) return true;
    await k8sJson(cluster, `/api/v1/namespaces/${encodeURIComponent(name)}`);
    return true;
  } catch (error) {
    // forbidden and unreachable prove nothing
    return problemOfError(error).code !== 'qd.api.not-found';
  }
}

/** It is known that the namespace may not be read, so that nobody need be refused. */
async function mayNotRead(client: QueryClient, cluster: string, name: string): Promise<boolean> {
  if (await client.fetchQuery(everythingQuery(cluster))) return false;
  const { rules, incomplete } = await client.fetchQuery(rulesQuery(cluster, name));
  return !incomplete && !rulesAllow(rules, { verb: 'get', group: '', resource: 'namespaces', name });
}
