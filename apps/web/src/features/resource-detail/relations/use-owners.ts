import { useContext, useMemo } from 'react';
import { useDiscovery } from '../../../api/discovery.ts';
import type { KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import { KindsContext } from '../../../kinds/kinds-context.ts';
import { useGatheredRows } from '../../../live/use-gathered-rows.ts';
import { type Owners, ownerQueries, ownersOf } from './owner-chain.ts';
import { type Relative, relativeSource } from './relative.ts';

/** The owners of an object, up to the top, live: each owner that is found brings the question for its own. */
export function useOwners({ cluster, namespace }: ObjectRef, object: KubeObject | undefined): Owners {
  const { resources } = useDiscovery(cluster);
  const kinds = useContext(KindsContext);
  const references = object?.metadata.ownerReferences;
  const gathered = useGatheredRows<Relative>((found) =>
    ownerQueries(ownersOf(references, namespace, { cluster, resources, gathered: found }), ({ group, resource }) =>
      kinds.get(`${group}/${resource}`),
    ).map(relativeSource),
  );
  return useMemo(
    () => ownersOf(references, namespace, { cluster, resources, gathered }),
    [references, namespace, cluster, resources, gathered],
  );
}
