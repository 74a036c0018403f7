import type { ListSearch } from '../../api/list-search.ts';
import { StarButton } from '../../ui/star-button.tsx';

/** What of a list's state a favourite keeps: what it shows, not what happens to be open beside it. */
const KEPT = ['q', 'l', 'f', 's', 'sort', 'cols', 'view'] as const satisfies readonly (keyof ListSearch)[];

export interface ListStarProps {
  readonly cluster: string;
  /** the address of the list, without its state */
  readonly path: string;
  readonly title: string;
  /** the namespaces; "" for a cluster-wide kind */
  readonly where: string;
  readonly search: ListSearch;
}

/** The star of a list with its filters: the same kind in other words is another favourite. */
export function ListStar({ cluster, path, title, where, search }: ListStarProps) {
  const query = new URLSearchParams(
    KEPT.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]] as [string, string]])),
  ).toString();
  const narrowed = [search.l, search.f, search.q].filter(Boolean).join(' ');
  return (
    <StarButton
      cluster={cluster}
      page={{
        path: path + (query === '' ? '' : `?${query}`),
        name: narrowed === '' ? title : `${title} (${narrowed})`,
        kind: '',
        where,
      }}
    />
  );
}
