import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { recordRevision, revisionTemplate } from './controller-revision.ts';
import { KEYS, type Pod, type PodTemplate, type StatefulSet } from './kinds.ts';
import { isAvailable, isFinished, isReady } from './pod-state.ts';
import { podOf } from './pod-template.ts';

const SOURCE = { component: 'statefulset-controller' };
const REVISION_LABEL = 'controller-revision-hash';

/** Keeps a StatefulSet's numbered pods, one after the other unless it says Parallel. */
export const statefulSetController: Controller = {
  name: 'statefulset',
  watches: [
    { key: KEYS.StatefulSet, map: itself },
    { key: KEYS.Pod, map: controllerOf('StatefulSet') },
  ],
  reconcile(context, namespace, name) {
    const set = context.store.get(KEYS.StatefulSet, namespace, name) as StatefulSet | undefined;
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const current = set.status?.currentRevision;
    const update = recordRevision(context, set, new Set(current ? [current] : []));
    const step = new StatefulSetStep(context, set, update.name, current ?? update.name);
    step.run();
    step.writeStatus();
    return (set.spec.minReadySeconds ?? 0) > 0 ? 2000 : undefined;
  },
};

class StatefulSetStep {
  readonly #context: ControllerContext;
  readonly #set: StatefulSet;
  readonly #update: string;
  readonly #current: string;

  constructor(context: ControllerContext, set: StatefulSet, update: string, current: string) {
    this.#context = context;
    this.#set = set;
    this.#update = update;
    this.#current = current;
  }

  #pods(): Map<number, Pod> {
    const pods = this.#context.index.controlledBy(this.#set, KEYS.Pod) as Pod[];
    return new Map(pods.map((pod) => [ordinalOf(pod), pod] as const).sort(([a], [b]) => a - b));
  }

  get #first(): number {
    return this.#set.spec.ordinals?.start ?? 0;
  }

  get #end(): number {
    return this.#first + (this.#set.spec.replicas ?? 1);
  }

  #isHealthy(pod: Pod): boolean {
    const minReady = this.#set.spec.minReadySeconds ?? 0;
    return !pod.metadata.deletionTimestamp && isAvailable(pod, minReady, this.#context.store.now());
  }

  run(): void {
    const pods = this.#pods();
    const isOrdered = this.#set.spec.podManagementPolicy !== 'Parallel';
    for (const pod of pods.values())
      if (isFinished(pod) && !pod.metadata.deletionTimestamp) {
        this.#delete(pod);
        if (isOrdered) return;
      }
    for (let ordinal = this.#first; ordinal < this.#end; ordinal++) {
      const pod = pods.get(ordinal);
      if (!pod) this.#create(ordinal);
      // the next one waits until this one is there and well
      if (isOrdered && (!pod || !this.#isHealthy(pod))) return;
    }
    const surplus = [...pods].filter(([ordinal]) => ordinal >= this.#end || ordinal < this.#first).reverse();
    for (const [, pod] of surplus) {
      if (!pod.metadata.deletionTimestamp) this.#delete(pod);
      if (isOrdered) return;
    }
    if (this.#set.spec.updateStrategy?.type === 'OnDelete') return;
    const partition = this.#set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    for (const [ordinal, pod] of [...pods].reverse()) {
      if (ordinal < Math.max(partition, this.#first)) return;
      if (pod.metadata.labels?.[REVISION_LABEL] !== this.#update && !pod.metadata.deletionTimestamp) {
        this.#delete(pod);
        return;
      }
      if (!this.#isHealthy(pod)) return;
    }
  }

  #templateFor(ordinal: number): { revision: string; template: PodTemplate } {
    const partition = this.#set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    const namespace = this.#set.metadata.namespace ?? '';
    if (ordinal < partition && this.#current !== this.#update) {
      const template = revisionTemplate(this.#context, namespace, this.#current);
      if (template) return { revision: this.#current, template };
    }
    return { revision: this.#update, template: this.#set.spec.template };
  }

  #create(ordinal: number): void {
    const { store, events } = this.#context;
    const { revision, template } = this.#templateFor(ordinal);
    const name = `${this.#set.metadata.name}-${ordinal}`;
    const claims = this.#claims(name);
    try {
      store.create(
        KEYS.Pod,
        podOf(
          this.#set,
          template,
          {
            name,
            labels: {
              [REVISION_LABEL]: revision,
              'statefulset.kubernetes.io/pod-name': name,
              'apps.kubernetes.io/pod-index': String(ordinal),
            },
          },
          (spec) => {
            spec.hostname = name;
            if (this.#set.spec.serviceName) spec.subdomain = this.#set.spec.serviceName;
            const volumes = (spec.volumes ?? []).filter((one) => !claims.has(one.name));
            for (const [volume, claimName] of claims)
              volumes.push({ name: volume, persistentVolumeClaim: { claimName } });
            spec.volumes = volumes;
          },
        ),
      );
      events.normal(
        this.#set,
        SOURCE,
        'SuccessfulCreate',
        `create Pod ${name} in StatefulSet ${this.#set.metadata.name} successful`,
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const text = `create Pod ${name} in StatefulSet ${this.#set.metadata.name} failed error: ${why}`;
      events.warning(this.#set, SOURCE, 'FailedCreate', text);
    }
  }

  /** Volume name → claim name; missing claims are created. */
  #claims(podName: string): Map<string, string> {
    const { store, events } = this.#context;
    const namespace = this.#set.metadata.namespace ?? '';
    const claims = new Map<string, string>();
    for (const template of this.#set.spec.volumeClaimTemplates ?? []) {
      const name = `${template.metadata.name}-${podName}`;
      claims.set(template.metadata.name, name);
      if (store.get(KEYS.PersistentVolumeClaim, namespace, name)) continue;
      store.create(KEYS.PersistentVolumeClaim, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          namespace,
          labels: { ...template.metadata.labels, ...this.#set.spec.selector.matchLabels },
        },
        spec: structuredClone(template.spec),
        status: { phase: 'Pending' },
      });
      const text = `create Claim ${name} Pod ${podName} in StatefulSet ${this.#set.metadata.name} success`;
      events.normal(this.#set, SOURCE, 'SuccessfulCreate', text);
    }
    return claims;
  }

  #delete(pod: Pod): void {
    this.#context.store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name);
    const text = `delete Pod ${pod.metadata.name} in StatefulSet ${this.#set.metadata.name} successful`;
    this.#context.events.normal(this.#set, SOURCE, 'SuccessfulDelete', text);
  }

  writeStatus(): void {
    const { store } = this.#context;
    const now = store.now();
    const pods = [...this.#pods().values()].filter((pod) => !isFinished(pod));
    const live = pods.filter((pod) => !pod.metadata.deletionTimestamp);
    const updated = live.filter((pod) => pod.metadata.labels?.[REVISION_LABEL] === this.#update);
    const wanted = this.#set.spec.replicas ?? 1;
    const isComplete = updated.length === wanted && pods.length === wanted && updated.every(isReady);
    const current = isComplete ? this.#update : this.#current;
    const onCurrent = live.filter((pod) => pod.metadata.labels?.[REVISION_LABEL] === current);
    store.update(KEYS.StatefulSet, this.#set.metadata.namespace, this.#set.metadata.name, (draft) => {
      draft['status'] = {
        observedGeneration: this.#set.metadata.generation ?? 1,
        replicas: pods.length,
        readyReplicas: live.filter(isReady).length,
        availableReplicas: live.filter((pod) => isAvailable(pod, this.#set.spec.minReadySeconds ?? 0, now)).length,
        currentReplicas: onCurrent.length,
        updatedReplicas: updated.length,
        currentRevision: current,
        updateRevision: this.#update,
        collisionCount: 0,
      };
    });
  }
}

function ordinalOf(pod: Pod): number {
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1);
}
