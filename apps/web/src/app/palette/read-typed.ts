import type { DiscoveredResource } from '../../api/kube-object.ts';

/** "po web" → the kind that "po" names as kubectl takes it, and "web". */
export function readTyped(
  typed: string,
  resources: readonly DiscoveredResource[],
): { readonly kind?: DiscoveredResource; readonly rest: string } {
  const [, first = '', rest = ''] = /^\s*(\S+)(?:\s+(.*))?$/s.exec(typed.toLowerCase()) ?? [];
  const kind = resources.find(
    ({ resource, singular, shortNames, kind: name, group, verbs }) =>
      verbs.includes('list') &&
      [resource, singular, name.toLowerCase(), `${resource}.${group}`, ...shortNames].includes(first),
  );
  return kind === undefined ? { rest: typed.trim() } : { kind, rest: rest.trim() };
}
