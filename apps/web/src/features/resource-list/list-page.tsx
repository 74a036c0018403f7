import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { ListSearch } from '../../api/list-search.ts';

export interface ListPageProps {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  /** null: all namespaces, or a cluster-wide kind */
  readonly namespaces: readonly string[] | null;
  readonly search: ListSearch;
  /** takes the next state of the list for the address */
  readonly onSearch: (next: ListSearch) => void;
}

/** The live list of any kind. */
export default function ListPage({ resource }: ListPageProps) {
  return <h1>{resource.kind}</h1>;
}
