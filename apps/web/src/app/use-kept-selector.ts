import { useLocation } from '@tanstack/react-router';
import { readListSearch } from '../api/list-search.ts';
import { usePlace } from './place.ts';
import { stringifySearch } from './search-params.ts';

/**
 * What goes along from one list of namespaced objects to another, as the query of an address: the label selector, as with
 * kubectl -l. Fields differ from kind to kind, and a filter or an order is of the columns.
 */
export function useKeptSelector(): string {
  const { namespaces, kind, page, name } = usePlace();
  const l = useLocation({ select: ({ search }) => readListSearch({ ...search }).l });
  const isList = namespaces !== undefined && name === undefined && (kind !== undefined || page === 'workloads');
  return isList && l !== undefined ? stringifySearch({ l }) : '';
}
