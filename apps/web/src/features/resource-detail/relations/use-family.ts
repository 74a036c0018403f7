import { useContext, useMemo } from 'react';
import { useDiscovery } from '../../../api/discovery.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import { KindsContext } from '../../../kinds/kinds-context.ts';
import type { LiveStatus } from '../../../live/live-status.ts';
import { useGatheredRows } from '../../../live/use-gathered-rows.ts';
import {
  type ChildKind,
  childKinds,
  childQuery,
  type FamilyNode,
  familyOf,
  type Outsider,
  outsidersOf,
} from './family.ts';
import { type Relative, relativeSource } from './relative.ts';
import { selectionOf } from './uses.ts';

export interface Family {
  readonly nodes: readonly FamilyNode[];
  /** what the object's selector picks and that is not of its family */
  readonly outsiders: readonly Outsider[];
  /** what is picked becomes the object's own (a controller), or is merely picked (a service) */
  readonly adopts: boolean;
  /** where was looked, and how true that is */
  readonly kinds: readonly { readonly kind: ChildKind; readonly status: LiveStatus | undefined }[];
}

/** What an object owns and what it picks, live. `more`: kinds that were found by looking everywhere. */
export function useFamily(target: ObjectRef, object: KubeObject, more: readonly DiscoveredResource[] = []): Family {
  const { resources } = useDiscovery(target.cluster);
  const definitions = useContext(KindsContext);
  const kinds = useMemo(
    () => childKinds(target, object, definitions, resources, more),
    [target, object, definitions, resources, more],
  );
  const found = useGatheredRows<Relative>(() => kinds.map((kind) => relativeSource(childQuery(target, kind))));
  return useMemo(() => {
    const relations = definitions.get(`${target.resource.group}/${target.resource.resource}`)?.relations;
    const nodes = familyOf(
      object,
      [...found.items.values()].flatMap((rows) => [...rows.values()]),
    );
    const selection = selectionOf(object, relations);
    const picked = selection === undefined ? [] : [...(found.items.get(selection.id)?.values() ?? [])];
    return {
      nodes,
      outsiders: selection === undefined ? [] : outsidersOf(nodes, picked, ({ labels }) => selection.picks(labels)),
      adopts: selection?.adopts ?? false,
      kinds: kinds.map((kind) => ({
        kind,
        status: found.statuses.get(`${kind.resource.group}/${kind.resource.resource}`),
      })),
    };
  }, [target, object, definitions, kinds, found]);
}
