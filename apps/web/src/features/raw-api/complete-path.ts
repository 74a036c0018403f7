import type { DiscoveredResource } from '../../api/kube-object.ts';

/** What every API server answers beside its resources. */
const PLACES = ['/api', '/apis', '/version', '/healthz', '/livez', '/readyz', '/openapi/v2', '/openapi/v3', '/metrics'];
const MOST = 40;

/** What a path that is being typed can go on with, as whole paths: the next segment only, so that the choice stays small. */
export function completePath(
  typed: string,
  resources: readonly DiscoveredResource[],
  namespaces: readonly string[],
): readonly string[] {
  if (typed.includes('?')) return [];
  const known = [...PLACES, ...resources.flatMap((resource) => pathsOf(resource, typed, namespaces))];
  const found = new Set<string>();
  for (const path of known) {
    if (!path.startsWith(typed) || path === typed) continue;
    // up to the end of the segment that comes next
    const end = path.indexOf('/', typed.endsWith('/') ? typed.length : typed.length + 1);
    found.add(end < 0 ? path : path.slice(0, end));
  }
  return [...found].sort().slice(0, MOST);
}

function pathsOf(
  { group, version, resource, namespaced }: DiscoveredResource,
  typed: string,
  namespaces: readonly string[],
): readonly string[] {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const all = `${root}/${resource}`;
  if (!namespaced) return [all];
  const scope = `${root}/namespaces/`;
  const chosen = typed.startsWith(scope) ? typed.slice(scope.length).split('/')[0] : undefined;
  // names of namespaces while they are typed; what is in one once it has been
  const scoped =
    chosen !== undefined && typed.length > scope.length + chosen.length
      ? [`${scope}${chosen}/${resource}`]
      : namespaces.map((namespace) => `${scope}${namespace}/${resource}`);
  return [all, ...scoped];
}
