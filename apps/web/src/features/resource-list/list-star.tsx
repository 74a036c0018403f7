import { listPath, namespacesSegment } from '../../api/addresses.ts';
import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { StarButton } from '../../ui/star-button.tsx';

/** What of a list's state a favourite keeps: what it shows, not what happens to be open beside it. */
const KEPT = ['q', 'l', 'f', 's', 'sort', 'cols', 'view'] as const satisfies readonly (keyof ListSearch)[];

export interface ListStarProps {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  readonly namespaces: readonly string[] | null;
  readonly search: ListSearch;
}

/** The star of a list with its filters: the same kind in other words is another favourite. */
export function ListStar({ cluster, resource, namespaces, search }: ListStarProps) {
  const query = new URLSearchParams(
    KEPT.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]] as [string, string]])),
  ).toString();
  const narrowed = [search.l, search.f, search.q].filter(Boolean).join(' ');
  const title = pluralTitle(resource);
  return (
    <StarButton
      cluster={cluster}
      page={{
        path: listPath(cluster, resource, namespaces) + (query === '' ? '' : `?${query}`),
        name: narrowed === '' ? title : `${title} (${narrowed})`,
        kind: '',
        where: resource.namespaced ? namespacesSegment(namespaces) : '',
      }}
    />
  );
}
