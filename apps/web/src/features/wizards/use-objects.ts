import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';

const MOST = 500;
const GVRS = {
  services: { group: '', version: 'v1', resource: 'services' },
  pods: { group: '', version: 'v1', resource: 'pods' },
  deployments: { group: 'apps', version: 'v1', resource: 'deployments' },
} as const;

/** Whole objects of a namespace, read again every few seconds while the wizard is open; undefined while unknown, or not to be listed. */
export function useObjects(
  cluster: string,
  plural: keyof typeof GVRS,
  namespace: string,
  labelSelector = '',
): readonly KubeObject[] | undefined {
  const { data } = useQuery({
    queryKey: ['wizard-objects', cluster, plural, namespace, labelSelector],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ limit: String(MOST), ...(labelSelector === '' ? {} : { labelSelector }) });
      const list = await k8sJson<unknown>(cluster, `${apiPath(GVRS[plural], { namespace })}?${query}`, { signal });
      return listAt(list, 'items').filter(isObject);
    },
    enabled: namespace !== '',
    refetchInterval: 3000,
    retry: false,
  });
  return data;
}

function isObject(item: unknown): item is KubeObject {
  return textAt(item, 'metadata.name') !== '';
}
