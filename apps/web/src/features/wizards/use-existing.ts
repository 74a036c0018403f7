import type { Problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import type { PlainObject } from './plan/planned-object.ts';
import { RBAC_GROUP } from './rbac-names.ts';

interface Existing {
  /** undefined: none is asked for, or it is not there yet */
  readonly object: PlainObject | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
}

/** The Role or binding that the address names, read once: what is put together must not change under the person's hands. */
export function useExisting(
  cluster: string,
  plural: string,
  { edit, name, namespace }: Readonly<Record<string, string>>,
): Existing {
  const wanted = edit !== undefined && name !== undefined;
  const { data, error, isLoading } = useQuery({
    queryKey: ['wizard-object', cluster, plural, namespace, name],
    queryFn: async ({ signal }) => {
      const where = namespace === undefined ? {} : { namespace };
      const path = apiPath({ group: RBAC_GROUP, version: 'v1', resource: plural }, { ...where, name });
      const { metadata, ...rest } = await k8sJson<PlainObject>(cluster, path, { signal });
      const { managedFields: _, ...kept } = metadata;
      return { ...rest, metadata: kept };
    },
    enabled: wanted,
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return { object: data, problem: error === null ? undefined : problemOfError(error), isLoading: wanted && isLoading };
}
