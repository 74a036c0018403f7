import { useContext, useMemo, useRef } from 'react';
import { useDiscovery } from '../api/discovery.ts';
import { ClusterSchemas } from '../api/schema/cluster-schemas.ts';
import { startCutter } from '../api/schema/schema-cutter.ts';
import type { SchemaSource } from '../api/schema/schema-source.ts';
import { KindsContext } from './kinds-context.ts';

const cutter = startCutter();
const clusters = new Map<string, ClusterSchemas>();

function schemasOf(cluster: string): ClusterSchemas {
  let found = clusters.get(cluster);
  if (found === undefined) {
    found = new ClusterSchemas(cluster, cutter);
    clusters.set(cluster, found);
  }
  return found;
}

/** The schemas of a cluster, with what the kinds' files know beside them, for an editor. Stable for a cluster. */
export function useSchemaSource(cluster: string): SchemaSource {
  const { resources } = useDiscovery(cluster);
  // discovery comes later than the editor, which keeps the source that it began with
  const kinds = useContext(KindsContext);
  const latest = useRef({ resources, kinds });
  latest.current = { resources, kinds };
  return useMemo(
    () => ({
      load: (kind) => schemasOf(cluster).load(kind),
      get kinds() {
        return latest.current.resources.map(({ group, version, kind }) => ({
          apiVersion: group === '' ? version : `${group}/${version}`,
          kind,
        }));
      },
      immutable: ({ group, kind }) => {
        const resource = latest.current.resources.find((one) => one.group === group && one.kind === kind);
        return (resource && latest.current.kinds.get(`${group}/${resource.resource}`)?.immutable) ?? [];
      },
    }),
    [cluster],
  );
}
