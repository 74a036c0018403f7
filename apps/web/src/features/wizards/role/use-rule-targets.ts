import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../../api/api-fetch.ts';
import { useDiscovery } from '../../../api/discovery.ts';
import { mapBounded } from '../../../api/map-bounded.ts';
import { listAt, textAt } from '../../../api/read-field.ts';
import { writeTarget } from './role-plan.ts';

const MAX_PARALLEL = 3;
const TEN_MINUTES_MS = 600_000;

/** Everything that a rule can name on this cluster, parts of resources ("pods/log") as well. */
export function useRuleTargets(cluster: string): readonly string[] {
  const { resources } = useDiscovery(cluster);
  const versions = [
    ...new Set(resources.map(({ group, version }) => (group === '' ? version : `${group}/${version}`))),
  ];
  const { data: parts = [] } = useQuery({
    queryKey: ['rule-targets', cluster, versions],
    queryFn: async ({ signal }) => {
      const lists = await mapBounded(versions, MAX_PARALLEL, async (version) => {
        const path = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
        const group = version.includes('/') ? (version.split('/')[0] ?? '') : '';
        // an aggregated API whose server is down costs its own parts only
        const answer = await k8sJson<unknown>(cluster, path, { signal }).catch(() => undefined);
        return listAt(answer, 'resources')
          .map((resource) => textAt(resource, 'name'))
          .filter((name) => name.includes('/'))
          .map((resource) => writeTarget({ group, resource }));
      });
      return lists.flat();
    },
    enabled: versions.length > 0,
    staleTime: TEN_MINUTES_MS,
    refetchOnWindowFocus: false,
  });
  return [...resources.map(writeTarget), ...parts].sort();
}
