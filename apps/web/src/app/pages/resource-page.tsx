import { useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { groupSegment, listPath, objectPath } from '../../api/addresses.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import { type ListSearch, readListSearch } from '../../api/list-search.ts';
import { useSession } from '../../api/use-session.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { namespacesFor, rememberNamespaces } from '../landing.ts';
import { type Place, usePlace } from '../place.ts';
import { stringifySearch } from '../search-params.ts';
import { useListRights } from '../use-list-rights.ts';
import { useSeesCluster } from '../use-sees-cluster.ts';
import { NamespaceGuard } from './namespace-guard.tsx';
import { PageWaiting } from './page-waiting.tsx';
import { PlainPage } from './plain-page.tsx';

const ListPage = lazy(() => import('../../features/resource-list/list-page.tsx'));
const DetailPage = lazy(async () => {
  const [page] = await Promise.all([
    import('../../features/resource-detail/detail-page.tsx'),
    import('../../ui/more-styles.ts'),
  ]);
  return page;
});

/** A kind's list or an object's page, once discovery knows the kind that the address names. */
export function ResourcePage() {
  const { t } = useTranslation('app');
  const place = usePlace();
  const { resources, isLoading, problem, retry } = useDiscovery(place.cluster);
  if (problem) return <ProblemView problem={problem} onRetry={retry} />;
  if (isLoading || place.kind === undefined) return <PageWaiting />;
  const { group, plural } = place.kind;
  const resource = findResource(resources, group, plural);
  if (resource === undefined) {
    const elsewhere = resources.filter((candidate) => candidate.resource === plural);
    return (
      <PlainPage title={t('unknown.kind', { kind: plural, group: groupSegment(group) })}>
        <p>{t('unknown.kindAdvice')}</p>
        {elsewhere.length > 0 ? (
          <p>
            {t('unknown.kindElsewhere', { groups: elsewhere.map((found) => groupSegment(found.group)).join(', ') })}
          </p>
        ) : null}
      </PlainPage>
    );
  }
  return <Served key={`${place.cluster}/${group}/${plural}`} place={place} resource={resource} />;
}

function Served({ place, resource }: { readonly place: Place; readonly resource: DiscoveredResource }) {
  const router = useRouter();
  const { cluster, name } = place;
  const session = useSession(cluster);
  const canonical = canonicalPath(place, resource, () => namespacesFor(cluster, session));

  useEffect(() => {
    if (canonical !== undefined) router.history.replace(canonical);
  }, [canonical, router]);

  if (canonical !== undefined) return <PageWaiting />;
  return name === undefined ? (
    <List place={place} resource={resource} />
  ) : (
    <Detail place={place} resource={resource} name={name} />
  );
}

/** Where to go instead when the address and the kind's scope do not fit; undefined when they do. */
function canonicalPath(
  { cluster, namespaces, name, tab }: Place,
  resource: DiscoveredResource,
  fallback: () => readonly string[] | null,
): string | undefined {
  if (!resource.namespaced) {
    if (namespaces === undefined) return undefined;
    return name === undefined
      ? listPath(cluster, resource, null)
      : objectPath({ cluster, resource, namespace: undefined, name }, tab);
  }
  if (namespaces !== undefined && (name === undefined || namespaces?.length === 1)) return undefined;
  // an object lives in one namespace: an address with several, or none, can only search for it
  const search = name === undefined ? '' : stringifySearch({ q: name });
  return listPath(cluster, resource, namespaces === undefined ? fallback() : namespaces) + search;
}

function List({ place, resource }: { readonly place: Place; readonly resource: DiscoveredResource }) {
  const { cluster } = place;
  const namespaces = resource.namespaced ? (place.namespaces ?? null) : null;
  const router = useRouter();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = useMemo(() => readListSearch(raw), [raw]);
  // the place in the history stays when the list's own state is written into its address
  const visit = useRouterState({
    select: ({ location }) => `${location.state.__TSR_index} ${location.pathname}`,
  });
  // several patches within one render must not undo each other
  const latest = useRef(search);
  latest.current = search;

  // a namespace that is not there, or in which the person may do nothing, is no place to land in next time
  const { resources } = useDiscovery(cluster);
  const session = useSession(cluster);
  const { usable } = useListRights(cluster, resources, namespaces, session?.homeNamespace ?? 'default');
  const { seesCluster } = useSeesCluster(cluster);
  const worthIt = resource.namespaced && usable && (namespaces !== null || seesCluster);
  const remember = useCallback(() => {
    if (worthIt) rememberNamespaces(cluster, namespaces);
  }, [worthIt, cluster, namespaces]);

  const onSearch = useCallback(
    (patch: Partial<ListSearch>) => {
      latest.current = readListSearch({ ...latest.current, ...patch });
      router.history.replace(router.state.location.pathname + stringifySearch({ ...latest.current }));
    },
    [router],
  );

  useEffect(() => {
    const where = namespaces === null ? '' : `${namespaces.join(', ')} · `;
    document.title = `${pluralTitle(resource)} · ${where}${cluster} – Quarterdeck`;
  }, [resource, namespaces, cluster]);

  return (
    <NamespaceGuard cluster={cluster} namespaces={namespaces} onFound={remember}>
      <Suspense fallback={<PageWaiting />}>
        <ListPage
          cluster={cluster}
          resource={resource}
          namespaces={namespaces}
          visit={visit}
          search={search}
          onSearch={onSearch}
        />
      </Suspense>
    </NamespaceGuard>
  );
}

function Detail({
  place,
  resource,
  name,
}: {
  readonly place: Place;
  readonly resource: DiscoveredResource;
  readonly name: string;
}) {
  const { cluster } = place;
  const namespace = resource.namespaced ? place.namespaces?.[0] : undefined;
  const target = useMemo<ObjectRef>(
    () => ({ cluster, resource, namespace, name }),
    [cluster, resource, namespace, name],
  );

  useEffect(() => {
    document.title = `${name} · ${resource.kind} · ${namespace === undefined ? '' : `${namespace} · `}${cluster} – Quarterdeck`;
  }, [name, resource.kind, namespace, cluster]);

  return (
    <Suspense fallback={<PageWaiting />}>
      <DetailPage key={`${namespace}/${name}`} target={target} tab={place.tab ?? 'overview'} />
    </Suspense>
  );
}
