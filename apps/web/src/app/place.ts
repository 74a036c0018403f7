import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { parseGroup, parseNamespaces } from '../api/addresses.ts';

/** Where the address says we are. */
export interface Place {
  readonly cluster: string;
  /** undefined: the address names no namespace (cluster-wide kinds, overview) */
  readonly namespaces: readonly string[] | null | undefined;
  /** undefined: no kind (overview) */
  readonly kind: { readonly group: string; readonly plural: string } | undefined;
  readonly name: string | undefined;
  readonly tab: string | undefined;
}

interface Params {
  readonly cluster?: string;
  readonly namespaces?: string;
  readonly group?: string;
  readonly plural?: string;
  readonly name?: string;
  readonly tab?: string;
}

/** The place that the present address names. */
export function usePlace(): Place {
  const { cluster = '', namespaces, group, plural, name, tab }: Params = useParams({ strict: false });
  return useMemo(
    () => ({
      cluster,
      namespaces: namespaces === undefined ? undefined : parseNamespaces(namespaces),
      kind: group === undefined || plural === undefined ? undefined : { group: parseGroup(group), plural },
      name,
      tab,
    }),
    [cluster, namespaces, group, plural, name, tab],
  );
}
