import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { type KindDefinition, SIDEBAR_GROUPS, type SidebarGroup } from '../../kinds/define-kind.ts';

export interface SidebarItem {
  readonly resource: DiscoveredResource;
  readonly title: string;
  readonly definition: KindDefinition | undefined;
}

export interface SidebarSection {
  readonly group: SidebarGroup;
  /** custom resources only: the API group of these items */
  readonly apiGroup?: string;
  readonly items: readonly SidebarItem[];
}

// API groups of Kubernetes itself. Everything else is an extension, also under *.k8s.io (Gateway API, metrics, snapshots).
const BUILT_IN = new Set([
  '',
  'apps',
  'autoscaling',
  'batch',
  'extensions',
  'policy',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

/** Where a kind without a file goes: extensions under Custom, the rest by its scope. */
function guessGroup({ group, namespaced }: DiscoveredResource): SidebarGroup {
  if (!BUILT_IN.has(group)) return 'custom';
  return namespaced ? 'config' : 'cluster';
}

const byTitle = (a: SidebarItem, b: SidebarItem): number => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0);

/** The sidebar: every listable kind once, in the groups' order. A kind that several API groups serve is shown once. */
export function sidebarModel(
  resources: readonly DiscoveredResource[],
  kinds: ReadonlyMap<string, KindDefinition>,
): readonly SidebarSection[] {
  const listable = resources.filter(({ verbs }) => verbs.includes('list'));
  const served = new Set(listable.map(({ group, resource }) => `${group}/${resource}`));
  const items = listable
    .map((resource): SidebarItem => {
      const definition = kinds.get(`${resource.group}/${resource.resource}`);
      return { resource, definition, title: pluralTitle(resource) };
    })
    .filter(({ resource, definition }) => {
      if (definition === undefined) return !isShadow(resource, served);
      return firstServed(definition, served) === `${resource.group}/${resource.resource}`;
    });

  return SIDEBAR_GROUPS.flatMap((group): SidebarSection[] => {
    const own = items.filter(({ definition, resource }) => (definition?.group ?? guessGroup(resource)) === group);
    if (group === 'custom') return customSections(own);
    const ordered = own.sort(
      (a, b) =>
        (a.definition?.order ?? Number.MAX_SAFE_INTEGER) - (b.definition?.order ?? Number.MAX_SAFE_INTEGER) ||
        byTitle(a, b),
    );
    return ordered.length === 0 ? [] : [{ group, items: ordered }];
  });
}

function customSections(items: readonly SidebarItem[]): SidebarSection[] {
  const apiGroups = [...new Set(items.map(({ resource }) => resource.group))].sort();
  return apiGroups.map((apiGroup) => ({
    group: 'custom',
    apiGroup,
    items: items.filter(({ resource }) => resource.group === apiGroup).sort(byTitle),
  }));
}

/** "group/plural" of the first of a kind's resources that the server has. */
function firstServed(definition: KindDefinition, served: ReadonlySet<string>): string | undefined {
  for (const text of definition.resources) {
    const parts = text.split('/');
    const key = parts.length === 2 ? `/${parts[1]}` : `${parts[0]}/${parts[2]}`;
    if (served.has(key)) return key;
  }
  return undefined;
}

/** The old "extensions" group serves again what has moved elsewhere; events are served by two groups. */
function isShadow({ group, resource }: DiscoveredResource, served: ReadonlySet<string>): boolean {
  if (group === 'extensions') return served.has(`networking.k8s.io/${resource}`) || served.has(`apps/${resource}`);
  return group === 'events.k8s.io' && served.has(`/${resource}`);
}
