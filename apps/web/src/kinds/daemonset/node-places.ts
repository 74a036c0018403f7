import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { daemonPod } from '../../api/scheduling/daemon-pod.ts';
import { type Objection, placeObjections } from '../../api/scheduling/node-verdict.ts';
import { evictedAfter, taintsOf } from '../../api/scheduling/taints.ts';
import type { Row } from '../../live/row.ts';
import { condition } from '../row-fields.ts';
import type { SetPod } from '../sets/set-pods.ts';

const FIELDS = ['spec.taints', 'spec.unschedulable', condition('Ready')];

/** What of a node decides whether a DaemonSet's pod belongs on it, in the shape of a Node. */
export interface PlaceNode {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly taints: unknown; readonly unschedulable: unknown };
  readonly isReady: boolean;
}

/** All nodes: a few fields of each. */
export function placeNodesQuery(cluster: string): LiveQuery {
  return { cluster, resource: 'v1/nodes', namespaces: null, fields: FIELDS, mode: 'rows' };
}

export function readPlaceNode(_: readonly LiveColumn[]): (row: Row) => PlaceNode {
  return ({ name, labels, fields: [taints, unschedulable, ready] }) => ({
    metadata: { name, labels: labels ?? {} },
    spec: { taints, unschedulable },
    isReady: ready === 'True',
  });
}

/**
 * What a node has of a DaemonSet. missing: it should have a pod and has none · barred: it is not to have one · leaving: its pod is evicted, as
 * it no longer belongs there · stays: a pod that would not be made anew, so that deleting it updates nothing · old: replaced in its turn · onDelete: replaced once it is deleted
 */
type PlaceTurn = 'missing' | 'barred' | 'starting' | 'ending' | 'leaving' | 'stays' | 'old' | 'onDelete' | 'ready';

export interface NodePlace {
  /** "": pods that have not been given a node */
  readonly node: string;
  readonly isReady: boolean;
  readonly pod: SetPod | undefined;
  readonly objections: readonly Objection[];
  readonly updated: boolean;
  readonly turn: PlaceTurn;
}

/** What needs a look stands first. */
const RANK: readonly PlaceTurn[] = [
  'missing',
  'starting',
  'leaving',
  'ending',
  'onDelete',
  'old',
  'stays',
  'ready',
  'barred',
];

/** Each node with its pod, or with why it has none; `revision` is the newest, "" where it is not known. */
export function nodePlaces(
  set: KubeObject,
  nodes: Iterable<PlaceNode>,
  pods: Iterable<SetPod>,
  revision: string,
): readonly NodePlace[] {
  const meant = daemonPod(set);
  const onDelete = textAt(set, 'spec.updateStrategy.type') === 'OnDelete';
  const left = new Map<string, SetPod[]>();
  for (const pod of pods) {
    const own = left.get(pod.node);
    if (own === undefined) left.set(pod.node, [pod]);
    else own.push(pod);
  }
  const places: NodePlace[] = [];
  const isUpdated = (pod: SetPod) => revision === '' || pod.revision === '' || pod.revision === revision;
  for (const node of nodes) {
    const { name } = node.metadata;
    const objections = placeObjections(meant, node);
    // the controller deletes a pod from a node that its selector or affinity no longer means; for a taint only NoExecute does
    const evicted =
      objections.some(({ cause }) => cause === 'selector' || cause === 'affinity') ||
      evictedAfter(listAt(meant, 'spec.tolerations'), taintsOf(node)) !== undefined;
    const own = left.get(name) ?? [];
    left.delete(name);
    const common = { node: name, isReady: node.isReady, objections };
    if (own.length === 0)
      places.push({ ...common, pod: undefined, updated: false, turn: objections.length > 0 ? 'barred' : 'missing' });
    // with a surge there are two on a node for a while
    for (const pod of own)
      places.push({
        ...common,
        pod,
        updated: isUpdated(pod),
        turn: turnOf(pod, { objections, evicted, onDelete, updated: isUpdated(pod) }),
      });
  }
  for (const [node, own] of left)
    for (const pod of own) {
      const updated = isUpdated(pod);
      const turn = turnOf(pod, { objections: [], evicted: false, onDelete, updated });
      places.push({ node, isReady: true, pod, objections: [], updated, turn });
    }
  return places.sort(
    (a, b) => RANK.indexOf(a.turn) - RANK.indexOf(b.turn) || a.node.localeCompare(b.node, undefined, { numeric: true }),
  );
}

interface Circumstances {
  readonly objections: readonly Objection[];
  readonly evicted: boolean;
  readonly onDelete: boolean;
  readonly updated: boolean;
}

function turnOf(pod: SetPod, { objections, evicted, onDelete, updated }: Circumstances): PlaceTurn {
  if (pod.isEnding) return 'ending';
  if (objections.length > 0) return evicted ? 'leaving' : 'stays';
  if (!updated) return onDelete ? 'onDelete' : 'old';
  return pod.isReady ? 'ready' : 'starting';
}
