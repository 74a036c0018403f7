import { apiPath } from '@quarterdeck/shared/resource-path';
import { useEffect, useState } from 'react';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { useDiscovery } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { recreationHindrance } from '../../api/writes/recreation.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { Finding } from '../../kinds/deletion.ts';
import type { ActionTarget } from '../define-action.ts';
import { askCluster } from './ask-cluster.ts';
import { dependantFindings } from './dependants.ts';
import { findConsequences } from './find-consequences.ts';
import { whenGone } from './when-gone.ts';

/** Each object is read, and what it names: beyond this many only the words of their kind are said. */
const LOOKED_AT = 12;
const WIDTH = 3;

interface Consequence {
  readonly target: ActionTarget;
  /** as it was read just now; undefined: it is gone, or may not be read */
  readonly object?: KubeObject;
  readonly findings: readonly Finding[];
}

export interface Consequences {
  readonly known: readonly Consequence[];
  /** more are being looked at */
  readonly looking: boolean;
  /** targets that are not looked at one by one */
  readonly rest: number;
}

/** What deleting these objects does, found out object by object while the dialog is open. */
export function useConsequences(targets: readonly ActionTarget[]): Consequences {
  const { resources } = useDiscovery(targets[0]?.ref.cluster ?? '');
  const [known, setKnown] = useState<readonly Consequence[]>([]);
  const [looking, setLooking] = useState(true);
  useEffect(() => {
    const abort = new AbortController();
    const found = new Map<number, Consequence>();
    void mapBounded([...targets.slice(0, LOOKED_AT).entries()], WIDTH, async ([index, target]) => {
      const consequence = await lookAt(target, abort.signal);
      keepForLater(consequence);
      if (abort.signal.aborted) return;
      found.set(index, consequence);
      const tell = () => setKnown([...found].sort(([a], [b]) => a - b).map(([, each]) => each));
      tell();
      // many kinds may have to be asked: only for an object that has the person's whole attention
      if (targets.length > 1 || consequence.object === undefined) return;
      const { wholeKinds } = await import('../../kinds/whole-kinds.ts');
      const definition = wholeKinds.get(`${target.ref.resource.group}/${target.ref.resource.resource}`);
      const more = await dependantFindings(consequence.object, target.ref, definition, resources, abort.signal);
      if (abort.signal.aborted) return;
      found.set(index, { ...consequence, findings: [...more, ...consequence.findings] });
      tell();
    }).finally(() => {
      if (!abort.signal.aborted) setLooking(false);
    });
    return () => abort.abort();
  }, [targets, resources]);
  return { known, looking, rest: Math.max(0, targets.length - LOOKED_AT) };
}

async function lookAt(target: ActionTarget, signal: AbortSignal): Promise<Consequence> {
  const { ref, deletion, uid } = target;
  try {
    const object = await k8sJson<KubeObject>(ref.cluster, apiPath(ref.resource, ref), { signal });
    if (uid !== undefined && object.metadata.uid !== uid)
      return { target, findings: [{ about: 'holds', key: 'another', values: { name: ref.name } }] };
    return { target, object, findings: await findConsequences(object, deletion, askCluster(ref.cluster, signal)) };
  } catch (error) {
    const gone = problemOfError(error).status === 404;
    return { target, findings: gone ? [{ about: 'holds', key: 'gone' }] : [] };
  }
}

/** An object that is of use without what goes with it can be made again from what was read here. */
function keepForLater({ target, object, findings }: Consequence): void {
  if (object === undefined || target.deletion?.typed || findings.some(({ lost }) => lost)) return;
  if (recreationHindrance(object) === undefined)
    whenGone(target, () => undoMemory.rememberObject(target.ref, object, undefined));
}
