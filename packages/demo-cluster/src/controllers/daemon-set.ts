import type { StoreEvent } from '../store.ts';
import { type Controller, type ControllerContext, controllerOf, itself, queueKey } from './controller.ts';
import { recordRevision } from './controller-revision.ts';
import { nodeOf, pin, placement } from './daemon-set-nodes.ts';
import { HASH, planUpdate } from './daemon-set-update.ts';
import { type DaemonSet, KEYS, type Node, type Pod } from './kinds.ts';
import { claim, selectorOf, selectsEverything, suitors } from './ownership.ts';
import { createPod, deletePod, slowStart } from './pod-control.ts';
import { availableIn, isAvailable, isFinished, isReady } from './pod-state.ts';
import { podOf } from './pod-template.ts';
import { millis } from './time.ts';

const SOURCE = { component: 'daemonset-controller' };
const GENERATION = 'deprecated.daemonset.template.generation';

/** Keeps one pod of a DaemonSet on every node that it may run on. */
export const daemonSetController: Controller = {
  name: 'daemonset',
  watches: [
    { key: KEYS.DaemonSet, map: itself },
    { key: KEYS.Pod, map: controllerOf('DaemonSet') },
    { key: KEYS.Pod, map: suitors(KEYS.DaemonSet, selectorOf) },
    { key: KEYS.Node, map: setsOfChangedNode },
  ],
  reconcile(context, namespace, name) {
    const { store } = context;
    const set = store.get(KEYS.DaemonSet, namespace, name) as DaemonSet | undefined;
    if (!set) return undefined;
    if (selectsEverything(set.spec.selector)) {
      const words = 'This daemon set is selecting all pods. A non-empty selector is required.';
      context.events.warning(set, SOURCE, 'SelectingAll', words);
      return undefined;
    }
    const pods = claim<Pod>(context, set, KEYS.Pod, { selector: set.spec.selector });
    if (set.metadata.deletionTimestamp) return undefined;
    const hashes = new Set(pods.map((pod) => `${name}-${pod.metadata.labels?.[HASH] ?? ''}`));
    const { hash } = recordRevision(context, set, { hashLabel: HASH, inUse: hashes });
    const step = new DaemonSetStep(context, set, hash, pods);
    const failure = step.manage();
    if (set.spec.updateStrategy?.type !== 'OnDelete') step.update();
    const again = step.writeStatus();
    if (failure !== undefined) throw failure;
    return again;
  },
};

/** All sets when a node comes, goes, or changes in what decides where daemons run. */
function setsOfChangedNode({ type, object, old }: StoreEvent, { store }: ControllerContext): string[] {
  const face = ({ spec, metadata }: Node) => JSON.stringify([spec.taints, spec.unschedulable, metadata.labels]);
  if (type === 'MODIFIED' && old && face(object as Node) === face(old as Node)) return [];
  return store.list(KEYS.DaemonSet).map((one) => queueKey(one.metadata.namespace, one.metadata.name));
}

class DaemonSetStep {
  readonly #context: ControllerContext;
  readonly #set: DaemonSet;
  readonly #hash: string;
  readonly #nodes: ReadonlyMap<string, { isWanted: boolean; mayStay: boolean }>;
  readonly #pods: readonly Pod[];

  constructor(context: ControllerContext, set: DaemonSet, hash: string, pods: readonly Pod[]) {
    this.#context = context;
    this.#set = set;
    this.#hash = hash;
    this.#pods = pods;
    const place = placement(set);
    const nodes = context.store.list(KEYS.Node) as Node[];
    this.#nodes = new Map(nodes.map((node) => [node.metadata.name, place(node)]));
  }

  /** Node → its pods, the oldest first. */
  #byNode(pods: readonly Pod[]): Map<string, Pod[]> {
    const found = new Map<string, Pod[]>();
    const sorted = [...pods].sort(
      (a, b) => millis(a.metadata.creationTimestamp) - millis(b.metadata.creationTimestamp),
    );
    for (const pod of sorted) {
      const at = found.get(nodeOf(pod));
      if (at) at.push(pod);
      else found.set(nodeOf(pod), [pod]);
    }
    return found;
  }

  #present(): Pod[] {
    return this.#context.index.controlledBy(this.#set, KEYS.Pod) as Pod[];
  }

  /** A pod on every wanted node, none elsewhere; finished ones make room for new ones. What could not be made is the answer. */
  manage(): unknown {
    const { store } = this.#context;
    const present = this.#byNode(this.#pods);
    const bare: string[] = [];
    for (const [node, { isWanted, mayStay }] of this.#nodes) {
      const pods = present.get(node) ?? [];
      if (isWanted && pods.length === 0) bare.push(node);
      if (!mayStay) for (const pod of pods) this.#remove(pod);
      else this.#tidy(node, pods);
    }
    for (const [node, pods] of present)
      if (!this.#nodes.has(node))
        for (const pod of pods) store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, { force: true });
    return this.#createOn(bare);
  }

  #tidy(node: string, pods: readonly Pod[]): void {
    const { events } = this.#context;
    const living: Pod[] = [];
    for (const pod of pods) {
      if (pod.metadata.deletionTimestamp) continue;
      if (!isFinished(pod)) living.push(pod);
      else {
        const { namespace, name } = pod.metadata;
        if (pod.status?.phase === 'Failed') {
          const words = `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it`;
          events.warning(this.#set, SOURCE, 'FailedDaemonPod', words);
        } else {
          const words = `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it`;
          events.normal(this.#set, SOURCE, 'SucceededDaemonPod', words);
        }
        this.#remove(pod);
      }
    }
    // one of each revision: a surge keeps two
    const kept = new Set<boolean>();
    for (const pod of living) {
      const isFresh = pod.metadata.labels?.[HASH] === this.#hash;
      const isSurging = Boolean(this.#set.spec.updateStrategy?.rollingUpdate?.maxSurge);
      if (kept.has(isFresh) || (kept.size > 0 && !isSurging)) this.#remove(pod);
      else kept.add(isFresh);
    }
  }

  #createOn(nodes: readonly string[]): unknown {
    const { template } = this.#set.spec;
    const labels = {
      [HASH]: this.#hash,
      'pod-template-generation': this.#set.metadata.annotations?.[GENERATION] ?? '1',
    };
    const identity = { generateName: `${this.#set.metadata.name}-`, labels };
    const left = [...nodes];
    return slowStart(left.length, () => {
      const node = left.shift() ?? '';
      const pod = podOf(this.#set, template, identity, (spec) => pin(spec, node));
      createPod(this.#context, this.#set, SOURCE, pod);
    });
  }

  #remove(pod: Pod): void {
    if (!pod.metadata.deletionTimestamp) deletePod(this.#context, this.#set, SOURCE, pod);
  }

  update(): void {
    const present = this.#byNode(this.#present().filter((pod) => !isFinished(pod)));
    const wanted = [...this.#nodes].filter(([, { isWanted }]) => isWanted);
    const plan = planUpdate({
      set: this.#set,
      hash: this.#hash,
      pods: new Map(wanted.map(([node]) => [node, present.get(node) ?? []])),
      now: this.#context.store.now(),
    });
    for (const pod of plan.remove) this.#remove(pod);
    this.#createOn(plan.surge);
  }

  writeStatus(): number | undefined {
    const { store } = this.#context;
    const now = store.now();
    const minReady = this.#set.spec.minReadySeconds ?? 0;
    const present = this.#byNode(this.#present());
    const nodes = [...this.#nodes];
    const desired = nodes.filter(([, { isWanted }]) => isWanted);
    // the oldest pod of a node stands for it
    const scheduled = desired.flatMap(([node]) => present.get(node)?.[0] ?? []);
    const ready = scheduled.filter(isReady);
    const available = ready.filter((pod) => isAvailable(pod, minReady, now)).length;
    const updated = scheduled.filter((pod) => pod.metadata.labels?.[HASH] === this.#hash).length;
    const astray = nodes.filter(([node, { isWanted }]) => !isWanted && (present.get(node)?.length ?? 0) > 0);
    store.update(KEYS.DaemonSet, this.#set.metadata.namespace, this.#set.metadata.name, (draft) => {
      draft['status'] = {
        currentNumberScheduled: scheduled.length,
        numberMisscheduled: astray.length,
        desiredNumberScheduled: desired.length,
        numberReady: ready.length,
        observedGeneration: this.#set.metadata.generation ?? 1,
        ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
        ...(available > 0 ? { numberAvailable: available } : {}),
        ...(desired.length > available ? { numberUnavailable: desired.length - available } : {}),
      };
    });
    return availableIn(ready, minReady, now);
  }
}
