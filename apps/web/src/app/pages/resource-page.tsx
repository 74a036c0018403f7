import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { groupSegment, listPath, namespacesSegment, objectPath } from '../../api/addresses.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import { useSession } from '../../api/use-session.ts';
import { visited } from '../../api/visited.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { namespacesFor } from '../landing.ts';
import { type Place, usePlace } from '../place.ts';
import { stringifySearch } from '../search-params.ts';
import { useListState } from '../use-list-state.ts';
import { useRememberNamespaces } from '../use-remember-namespaces.ts';
import { NamespaceGuard } from './namespace-guard.tsx';
import { OBJECT_WORDS, ObjectPanel } from './object-panel.ts';
import { PageWaiting } from './page-waiting.tsx';
import classes from './pages.module.css';
import { PlainPage } from './plain-page.tsx';
import { readWithWholeKinds } from './with-whole-kinds.ts';

const ListPage = lazy(() => import('../../features/resource-list/list-page.tsx'));

const DetailPage = lazyWithWords(OBJECT_WORDS, () =>
  readWithWholeKinds(() => import('../../features/resource-detail/detail-page.tsx')),
);

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
  const { t } = useTranslation('app');
  const { cluster } = place;
  const title = pluralTitle(resource);
  const namespaces = resource.namespaced ? (place.namespaces ?? null) : null;
  const { visit, search, onSearch } = useListState();

  const remember = useRememberNamespaces(cluster, namespaces, resource.namespaced);

  useEffect(() => {
    const where = namespaces === null ? '' : `${namespaces.join(', ')} · `;
    document.title = `${title} · ${where}${cluster} – Quarterdeck`;
  }, [title, namespaces, cluster]);
  useEffect(() => {
    const where = !resource.namespaced ? '' : namespacesSegment(namespaces);
    visited.opened(cluster, { path: listPath(cluster, resource, namespaces), name: title, kind: '', where });
  }, [cluster, resource, namespaces, title]);

  const Own = useKind(resource)?.list;
  const view = { cluster, resource, namespaces, visit, search, onSearch, panel: ObjectPanel };

  return (
    <NamespaceGuard cluster={cluster} namespaces={namespaces} onFound={remember}>
      <Suspense fallback={<PageWaiting />}>
        {Own !== undefined && search.view === 'table' ? (
          <p className={classes.banner}>
            <AppLink to={listPath(cluster, resource, namespaces)}>{t('shell.ownList', { kind: title })}</AppLink>
          </p>
        ) : null}
        {Own !== undefined && search.view !== 'table' ? <Own {...view} /> : <ListPage {...view} />}
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
  useEffect(() => {
    visited.opened(cluster, { path: objectPath(target), name, kind: resource.kind, where: namespace ?? '' });
  }, [target, cluster, name, resource.kind, namespace]);

  return (
    <Suspense fallback={<PageWaiting />}>
      <DetailPage key={`${namespace}/${name}`} target={target} tab={place.tab ?? 'overview'} />
    </Suspense>
  );
}
