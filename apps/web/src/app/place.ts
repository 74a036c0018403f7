import { useLocation, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { parseGroup, parseNamespaces } from '../api/addresses.ts';

/** Where the address says we are. */
export interface Place {
  readonly cluster: string;
  /** undefined: the address names no namespace (cluster-wide kinds, overview) */
  readonly namespaces: readonly string[] | null | undefined;
  /** "overview", "workloads": a page that is of no kind */
  readonly page: string | undefined;
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
  const last = useLocation({ select: ({ pathname }) => pathname.split('/').at(-1) });
  const page = plural === undefined ? last : undefined;
  return useMemo(
    () => ({
      cluster,
      page,
      namespaces: namespaces === undefined ? undefined : parseNamespaces(namespaces),
      kind: group === undefined || plural === undefined ? undefined : { group: parseGroup(group), plural },
      name,
      tab,
    }),
    [cluster, namespaces, group, plural, name, tab, page],
  );
}
