import type { Problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';

export interface StartObject {
  readonly object: KubeObject | undefined;
  readonly resource: DiscoveredResource | undefined;
  readonly problem: Problem | undefined;
  /** reads it again */
  readonly refresh: () => Promise<KubeObject | undefined>;
}

/** The object that a wizard begins with, as the address names it: group, plural, namespace, name. Read once. */
export function useStartObject(cluster: string, start: Readonly<Record<string, string>>): StartObject {
  const { group = '', plural = '', namespace = '', name = '' } = start;
  const discovery = useDiscovery(cluster);
  const resource = findResource(discovery.resources, group, plural);
  const { data, error, refetch } = useQuery({
    queryKey: ['wizard-start', cluster, group, plural, namespace, name],
    queryFn: ({ signal }) =>
      k8sJson<KubeObject>(
        cluster,
        apiPath({ version: 'v1', ...resource, group, resource: plural }, { namespace, name }),
        {
          signal,
        },
      ),
    enabled: resource !== undefined && name !== '',
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return {
    object: data,
    resource,
    problem: discovery.problem ?? (error === null ? undefined : problemOfError(error)),
    refresh: async () => (await refetch()).data,
  };
}
