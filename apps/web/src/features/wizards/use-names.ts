import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import { listAt, textAt } from '../../api/read-field.ts';

const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';
const MOST = 500;
const NONE: readonly string[] = [];

/** Names of the objects at a path, to choose from; none where they may not be listed, since names can be typed as well. */
export function useNames(cluster: string, path: string | undefined): readonly string[] {
  const { data } = useQuery({
    queryKey: ['names', cluster, path],
    queryFn: async ({ signal }) => {
      const answer = await k8sJson<unknown>(cluster, `${path}?limit=${MOST}`, {
        signal,
        headers: { accept: METADATA },
      });
      return listAt(answer, 'items').map((item) => textAt(item, 'metadata.name'));
    },
    enabled: path !== undefined,
    staleTime: 30_000,
    retry: false,
  });
  return data ?? NONE;
}
