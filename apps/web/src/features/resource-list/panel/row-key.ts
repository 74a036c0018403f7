import type { Row } from '../../../live/row.ts';

/** A row in the address: ?open=team-a/web-1. Names hold no slash, and outlive the uid of an object that is made anew. */
export function rowKey({ namespace, name }: Pick<Row, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** The inverse of {@link rowKey}; undefined for what names no row of such a kind. */
export function readRowKey(
  key: string | undefined,
  namespaced: boolean,
): { readonly namespace: string | undefined; readonly name: string } | undefined {
  if (key === undefined) return undefined;
  const [first = '', second, more] = key.split('/');
  if (more !== undefined || first === '' || second === '' || (second !== undefined) !== namespaced) return undefined;
  return second === undefined ? { namespace: undefined, name: first } : { namespace: first, name: second };
}
