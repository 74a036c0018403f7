import type { Problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { usedOf } from '../../api/scheduling/node-amounts.ts';
import type { Amounts } from '../../api/scheduling/pod-resources.ts';

const GROUP = 'metrics.k8s.io';
/** metrics-server reads the kubelets every 15 s by default. */
const REFRESH_MS = 15_000;
const NOTHING: Amounts = new Map();

interface NodeMetrics {
  /** absent: the cluster serves no metrics · down: it has a metrics API that does not answer discovery */
  readonly state: 'absent' | 'down' | 'served';
  readonly used: Amounts;
  readonly problem?: Problem;
}

/** What a node uses now, as metrics-server knows it (OPS-187); why it is not known, where that is so (OPS-203). */
export function useNodeMetrics(cluster: string, name: string): NodeMetrics {
  const { resources, failed } = useDiscovery(cluster);
  const served = findResource(resources, GROUP, 'nodes');
  const { data, error } = useQuery({
    queryKey: ['node-metrics', cluster, name],
    queryFn: ({ signal }) =>
      served === undefined ? null : k8sJson<unknown>(cluster, apiPath(served, { name }), { signal }),
    enabled: served !== undefined,
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  if (served === undefined) {
    const isDown = failed.some((groupVersion) => groupVersion.startsWith(`${GROUP}/`));
    return { state: isDown ? 'down' : 'absent', used: NOTHING };
  }
  return {
    state: 'served',
    used: data === undefined || data === null ? NOTHING : usedOf(data),
    ...(error === null ? {} : { problem: problemOfError(error) }),
  };
}
