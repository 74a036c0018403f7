import { apiPath } from '@quarterdeck/shared/resource-path';
import type { DiscoveredResource } from '../../api/kube-object.ts';

export interface ListPathsInput {
  readonly resources: readonly DiscoveredResource[];
  /** null: all */
  readonly namespaces: readonly string[] | null;
  /** "" for none */
  readonly labelSelector: string;
  readonly fieldSelector: string;
}

/** Where the API server has what a list shows: a path for each kind and namespace, with the list's selectors. */
export function listApiPaths(input: ListPathsInput): readonly string[] {
  const query = new URLSearchParams(
    [
      ['labelSelector', input.labelSelector],
      ['fieldSelector', input.fieldSelector],
    ].filter(([, selector]) => selector !== ''),
  ).toString();
  return input.resources.flatMap((resource) => {
    const targets = resource.namespaced && input.namespaces !== null ? input.namespaces : [undefined];
    return targets.map((namespace) => `${apiPath(resource, { namespace })}${query === '' ? '' : `?${query}`}`);
  });
}
