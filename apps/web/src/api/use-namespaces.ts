import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from './api-fetch.ts';
import { reviewQuery } from './ask-right.ts';

const PAGE = 1000;
/** Supported clusters have 10,000 namespaces at most; who has more types the name. */
const MAX_PAGES = 10;

interface NamePage {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly { readonly metadata: { readonly name: string } }[];
}

/** Names of all namespaces, in pages and without the objects. */
async function listNamespaces(cluster: string, signal: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next ? { continue: next } : {}) });
    const answer = await k8sJson<NamePage>(cluster, `/api/v1/namespaces?${query}`, {
      signal,
      headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json' },
    });
    for (const { metadata } of answer.items ?? []) names.push(metadata.name);
    next = answer.metadata?.continue ?? '';
    if (next === '') break;
  }
  return names.sort();
}

/** The cluster's namespaces, or that the person may not list them (then names are typed). */
export function useNamespaces(
  cluster: string,
  { enabled }: { readonly enabled: boolean },
): { names: readonly string[] | undefined; forbidden: boolean; isLoading: boolean } {
  // asked first: who may not is not refused on every page that has a field for a namespace
  const right = useQuery({
    ...reviewQuery(cluster, { verb: 'list', group: '', resource: 'namespaces' }),
    enabled,
    retry: false,
  });
  const { data, error, isLoading } = useQuery({
    queryKey: ['namespaces', cluster],
    queryFn: ({ signal }) => listNamespaces(cluster, signal),
    staleTime: 15_000,
    enabled: enabled && (right.data === true || right.isError),
  });
  return {
    names: data,
    forbidden: data === undefined && (right.data === false || (error !== null && problemOfError(error).status === 403)),
    isLoading: isLoading || right.isLoading,
  };
}
