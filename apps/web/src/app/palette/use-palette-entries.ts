import { useMantineColorScheme } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import {
  FileUp,
  KeyRound,
  Languages,
  Layers,
  LayoutDashboard,
  Moon,
  Rocket,
  ScrollText,
  Search,
  Star,
  Sun,
  Terminal,
} from 'lucide-react';
import { useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  accessPath,
  applyPath,
  favouritesPath,
  listPath,
  logsPath,
  namespacePath,
  objectPath,
  overviewPath,
  rawApiPath,
  wizardPath,
  workloadsPath,
} from '../../api/addresses.ts';
import { useDiscovery } from '../../api/discovery.ts';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import { useNamespaces } from '../../api/use-namespaces.ts';
import { useSession } from '../../api/use-session.ts';
import { useVisited } from '../../api/use-visited.ts';
import { changeLanguage, LANGUAGES } from '../../i18n/i18n.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { namespacesFor, rememberNamespaces } from '../landing.ts';
import { usePlace } from '../place.ts';
import { sidebarModel } from '../shell/sidebar-model.ts';
import { useListRights } from '../use-list-rights.ts';
import { goTargets, PAGE_KEYS } from './go-keys.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { readTyped } from './read-typed.ts';
import { useAllKinds } from './use-all-kinds.ts';
import { SHORTEST, useFoundObjects } from './use-found-objects.ts';

export interface PaletteEntries {
  readonly entries: readonly PaletteEntry[];
  readonly isLoading: boolean;
  /** what is still to be matched: the name of a kind that objects are looked for in is used up */
  readonly searched: string;
  /** what the search through all kinds has to say */
  readonly remark?: string;
}

const NO_KINDS: readonly DiscoveredResource[] = [];

/** What can be gone to from here, beside the actions on what is looked at. */
export function usePaletteEntries(typed: string): PaletteEntries {
  const { t } = useTranslation('palette');
  const { t: app } = useTranslation('app');
  const router = useRouter();
  const { setColorScheme } = useMantineColorScheme();
  const place = usePlace();
  const { cluster } = place;
  const session = useSession(cluster);
  const { resources } = useDiscovery(cluster);
  const kinds = useContext(KindsContext);
  const { recent, favourites } = useVisited(cluster);
  const { names } = useNamespaces(cluster, { enabled: true });
  const namespaces = useMemo(
    () => (place.namespaces === undefined ? namespacesFor(cluster, session) : place.namespaces),
    [place.namespaces, cluster, session],
  );
  const { denies } = useListRights(cluster, resources, namespaces, session?.homeNamespace ?? 'default');
  const listed = useMemo(
    () =>
      sidebarModel(resources, kinds)
        .flatMap(({ items }) => items)
        .filter(({ resource }) => !denies(resource)),
    [resources, kinds, denies],
  );

  const { kind, rest } = useMemo(() => readTyped(typed, resources), [typed, resources]);
  const soughtIn = useMemo(() => {
    if (kind !== undefined) return [kind];
    return listed
      .filter(
        ({ resource, definition }) =>
          definition?.goKey !== undefined && !definition.unsought && resource.verbs.includes('watch'),
      )
      .map(({ resource }) => resource);
  }, [kind, listed]);
  const found = useFoundObjects(cluster, soughtIn.length === 0 ? NO_KINDS : soughtIn, namespaces, rest);

  const everyKind = useMemo(() => listed.map(({ resource }) => resource), [listed]);
  const { search, start } = useAllKinds(cluster, everyKind, namespaces, rest);
  const isSearching = search.done !== undefined && search.done < everyKind.length;

  const entries = useMemo(() => {
    const go = (path: string) => () => router.history.push(path);
    const keyOf = new Map([...goTargets(resources, kinds)].map(([key, resource]) => [resource, `g ${key}`]));
    const pageKey = (page: string) => {
      const key = Object.entries(PAGE_KEYS).find(([, name]) => name === page)?.[0];
      return key === undefined ? {} : { keys: `g ${key}` };
    };
    const list: PaletteEntry[] = [];
    for (const { resource, title, definition } of listed) {
      const keys = keyOf.get(resource);
      list.push({
        id: `kind ${resource.group}/${resource.resource}`,
        group: 'kind',
        title,
        detail: [resource.group, ...resource.shortNames].filter(Boolean).join(' · '),
        also: [resource.resource, resource.singular, resource.kind, ...resource.shortNames],
        ...(definition === undefined ? {} : { icon: definition.icon }),
        ...(keys === undefined ? {} : { keys }),
        run: go(listPath(cluster, resource, namespaces)),
      });
    }
    const known = new Set(found.refs.map(refKey));
    for (const ref of [...found.refs, ...search.refs.filter((other) => !known.has(refKey(other)))]) {
      const icon = kinds.get(`${ref.resource.group}/${ref.resource.resource}`)?.icon;
      list.push({
        id: `object ${refKey(ref)}`,
        group: 'object',
        title: ref.name,
        detail: [ref.resource.kind, ref.namespace].filter(Boolean).join(' · '),
        found: true,
        ...(icon === undefined ? {} : { icon }),
        run: go(objectPath(ref)),
      });
    }
    for (const name of names ?? []) {
      list.push({
        id: `namespace ${name}`,
        group: 'namespace',
        title: name,
        icon: Layers,
        also: ['namespace', 'ns'],
        run: () => {
          rememberNamespaces(cluster, [name]);
          const resource = place.kind && resources.find(isKind(place.kind));
          router.history.push(
            resource?.namespaced && place.name === undefined
              ? listPath(cluster, resource, [name])
              : namespacePath(cluster, name),
          );
        },
      });
    }
    const pages = [
      { id: 'overview', path: overviewPath(cluster), title: app('shell.overview'), icon: LayoutDashboard },
      { id: 'workloads', path: workloadsPath(cluster, namespaces), title: app('shell.workloads'), icon: Layers },
      { id: 'favourites', path: favouritesPath(cluster), title: app('shell.allFavourites'), icon: Star },
      { id: 'logs', path: logsPath(cluster, namespaces), title: app('shell.logs'), icon: ScrollText },
      { id: 'access', path: accessPath(cluster), title: app('shell.permissions'), icon: KeyRound },
      ...(['login', 'role', 'binding', 'token'] as const).map((wizard) => ({
        id: wizard,
        path: wizardPath(cluster, wizard),
        title: t(`page.${wizard}`),
        icon: KeyRound,
      })),
      {
        id: 'deploy',
        path: wizardPath(cluster, 'deploy', { namespace: namespaces?.[0] }),
        title: t('page.deploy'),
        icon: Rocket,
      },
      { id: 'apply', path: applyPath(cluster), title: app('shell.apply'), icon: FileUp },
      { id: 'raw', path: rawApiPath(cluster, '/'), title: t('page.raw'), icon: Terminal },
    ];
    for (const { id, path, title, icon } of pages)
      list.push({
        id: `page ${id}`,
        group: 'page',
        title,
        icon,
        ...(id === 'apply' ? { keys: 'a' } : pageKey(id)),
        run: go(path),
      });
    for (const { id, name } of LANGUAGES)
      list.push({
        id: `language ${id}`,
        group: 'page',
        title: `${app('shell.language')}: ${name}`,
        icon: Languages,
        run: () => void changeLanguage(id),
      });
    for (const id of ['light', 'dark', 'auto'] as const)
      list.push({
        id: `theme ${id}`,
        group: 'page',
        title: `${app('shell.theme')}: ${app(`theme.${id}`)}`,
        icon: id === 'dark' ? Moon : Sun,
        run: () => setColorScheme(id),
      });
    const seen = new Set(favourites.map(({ path }) => path));
    for (const entry of [...favourites, ...recent.filter(({ path }) => !seen.has(path))])
      list.push({
        id: `recent ${entry.path}`,
        group: 'recent',
        title: entry.name,
        detail: [entry.kind, entry.where === '_all' ? '' : entry.where].filter(Boolean).join(' · '),
        ...(seen.has(entry.path) ? { icon: Star } : {}),
        run: go(entry.path),
      });
    return list;
  }, [
    listed,
    found.refs,
    search.refs,
    names,
    favourites,
    recent,
    cluster,
    namespaces,
    place,
    resources,
    kinds,
    router,
    setColorScheme,
    t,
    app,
  ]);
  const searched = kind !== undefined && rest !== '' ? rest : typed;
  const offersAll = rest.length >= SHORTEST && kind === undefined && search.done === undefined;
  const all: PaletteEntry = {
    id: 'all kinds',
    group: 'object',
    title: t('all.look', { count: everyKind.length, text: rest }),
    icon: Search,
    found: true,
    stays: true,
    run: start,
  };
  return {
    entries: offersAll ? [...entries, all] : entries,
    isLoading: found.isLoading,
    searched,
    ...(isSearching ? { remark: t('all.progress', { done: search.done, count: everyKind.length }) } : {}),
    ...(search.partly.length > 0 ? { remark: t('all.partly', { kinds: search.partly.join(', ') }) } : {}),
  };
}

const refKey = ({ resource, namespace = '', name }: ObjectRef) =>
  `${resource.group}/${resource.resource} ${namespace}/${name}`;

const isKind =
  (kind: { readonly group: string; readonly plural: string }) =>
  ({ group, resource }: DiscoveredResource): boolean =>
    group === kind.group && resource === kind.plural;
