import { jobOf } from '../controllers/cron-job.ts';
import { pin } from '../controllers/daemon-set-nodes.ts';
import { replicaSetOf } from '../controllers/deployment-sets.ts';
import type { CronJob, Job } from '../controllers/job-kinds.ts';
import {
  type Container,
  type DaemonSet,
  type Deployment,
  KEYS,
  type Pod,
  type PodSpec,
  type PodTemplate,
  type ReplicaSet,
  type StatefulSet,
} from '../controllers/kinds.ts';
import { templateHash } from '../controllers/object-hash.ts';
import { podOf } from '../controllers/pod-template.ts';
import type { PersistentVolume, VolumeClaim } from '../controllers/storage-kinds.ts';
import { bind, volumeFor } from '../controllers/volume-binding.ts';
import type { DemoObject } from '../store.ts';
import { DAY, HOUR, type Seeder } from './backdated.ts';
import { agedStatus, type PodFate } from './running-pod.ts';
import { NODES } from './seed-nodes.ts';

/** Annotation: what is wrong with an object and what would mend it. */
export const STORY = 'demo.quarterdeck.dev/story';

/** A workload of the seed, of any kind; what is left out is the usual. */
export interface AppSpec {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  readonly replicas?: number;
  readonly container: Omit<Container, 'name'> & { name?: string };
  readonly sidecars?: readonly Container[];
  readonly pod?: Partial<PodSpec>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly age: number;
  /** new: made, and not yet seen by scheduler and kubelet */
  readonly fate?: PodFate | 'new';
  /** how many pods there are; all that are wanted unless it says otherwise */
  readonly pods?: number;
  /** for an annotation: what is wrong with it */
  readonly story?: string;
  readonly restarts?: number;
  /** size of the volume claim template `data` */
  readonly storage?: string;
  readonly isOnControlPlane?: boolean;
}

/** Writes workloads together with the pods that they have had for days, so that ages look real and the controllers find nothing to do. */
export class WorkloadSeeder {
  readonly #seeder: Seeder;
  #nextHost = 10;
  #nextNode = 0;

  constructor(seeder: Seeder) {
    this.#seeder = seeder;
  }

  add(spec: AppSpec): void {
    if (spec.kind === 'Deployment') this.#deployment(spec);
    else if (spec.kind === 'StatefulSet') this.#statefulSet(spec);
    else this.#daemonSet(spec);
  }

  #template({ name, container, sidecars = [], pod, annotations, labels }: AppSpec): PodTemplate {
    return {
      metadata: { labels: { app: name, ...labels }, ...(annotations ? { annotations: { ...annotations } } : {}) },
      spec: { ...pod, containers: [{ name, ...container } as Container, ...sidecars] },
    };
  }

  #meta({ name, namespace, labels, story }: AppSpec) {
    return {
      name,
      namespace,
      labels: { app: name, 'app.kubernetes.io/part-of': namespace, ...labels },
      ...(story ? { annotations: { [STORY]: story } } : {}),
    };
  }

  #deployment(spec: AppSpec): void {
    const replicas = spec.replicas ?? 1;
    const isGood = (spec.fate ?? 'running') === 'running';
    const made = this.#seeder.create(
      KEYS.Deployment,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: this.#meta(spec),
        spec: { replicas, selector: { matchLabels: { app: spec.name } }, template: this.#template(spec) },
      },
      spec.age,
    ) as Deployment;
    const set = this.#seeder.create(KEYS.ReplicaSet, replicaSetOf(made, 1, replicas), spec.age - 500) as ReplicaSet;
    for (let n = 0; n < (spec.pods ?? replicas); n++)
      this.#pod(set, set.spec.template, { generateName: `${set.metadata.name}-` }, this.#worker(), spec);
    if (isGood) this.#settle(made, set, replicas, spec.age);
  }

  /** Conditions of a rollout that was over long ago. */
  #settle(deployment: Deployment, set: ReplicaSet, replicas: number, age: number): void {
    const at = { lastUpdateTime: this.#seeder.ago(age - 5000), lastTransitionTime: this.#seeder.ago(age - 5000) };
    const counts = {
      observedGeneration: 1,
      replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
    };
    const conditions = [
      {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
        ...at,
      },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${set.metadata.name}" has successfully progressed.`,
        ...at,
      },
    ];
    this.#seeder.store.update(KEYS.Deployment, deployment.metadata.namespace, deployment.metadata.name, (draft) => {
      draft['status'] = { ...counts, updatedReplicas: replicas, conditions };
    });
    this.#seeder.store.update(KEYS.ReplicaSet, set.metadata.namespace, set.metadata.name, (draft) => {
      draft['status'] = { ...counts, fullyLabeledReplicas: replicas };
    });
  }

  #statefulSet(spec: AppSpec): void {
    const { store } = this.#seeder;
    const replicas = spec.replicas ?? 1;
    const set = this.#seeder.create(
      KEYS.StatefulSet,
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: this.#meta(spec),
        spec: {
          replicas,
          serviceName: spec.name,
          selector: { matchLabels: { app: spec.name } },
          template: this.#template(spec),
          ...(spec.storage
            ? {
                volumeClaimTemplates: [
                  {
                    apiVersion: 'v1',
                    kind: 'PersistentVolumeClaim',
                    metadata: { name: 'data' },
                    spec: {
                      accessModes: ['ReadWriteOnce'],
                      storageClassName: 'standard',
                      volumeMode: 'Filesystem',
                      resources: { requests: { storage: spec.storage } },
                    },
                  },
                ],
              }
            : {}),
        },
      },
      spec.age,
    ) as StatefulSet;
    const revision = `${spec.name}-${templateHash(set.spec.template)}`;
    for (let ordinal = 0; ordinal < (spec.pods ?? replicas); ordinal++) {
      const name = `${spec.name}-${ordinal}`;
      const claimName = `data-${name}`;
      if (spec.storage) this.#claim(spec, claimName, set);
      this.#pod(
        set,
        set.spec.template,
        {
          name,
          labels: {
            'controller-revision-hash': revision,
            'statefulset.kubernetes.io/pod-name': name,
            'apps.kubernetes.io/pod-index': String(ordinal),
          },
        },
        this.#worker(),
        spec,
        (podSpec) => {
          podSpec.hostname = name;
          podSpec.subdomain = spec.name;
          if (spec.storage)
            podSpec.volumes = [...(podSpec.volumes ?? []), { name: 'data', persistentVolumeClaim: { claimName } }];
        },
      );
    }
    store.update(KEYS.StatefulSet, spec.namespace, spec.name, (draft) => {
      (draft as StatefulSet).status = { currentRevision: revision, updateRevision: revision };
    });
  }

  #claim(spec: AppSpec, name: string, set: StatefulSet): void {
    const { store } = this.#seeder;
    const template = set.spec.volumeClaimTemplates?.[0];
    const claim = this.#seeder.create(
      KEYS.PersistentVolumeClaim,
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name, namespace: spec.namespace, labels: { app: spec.name } },
        spec: structuredClone(template?.spec ?? {}),
        status: { phase: 'Pending' },
      },
      spec.age,
    ) as VolumeClaim;
    const storageClass = store.get(KEYS.StorageClass, undefined, 'standard');
    if (!storageClass) return;
    const volume = this.#seeder.create(KEYS.PersistentVolume, volumeFor(claim, storageClass), spec.age - 1000);
    bind({ store }, claim, volume as PersistentVolume);
  }

  #daemonSet(spec: AppSpec): void {
    const set = this.#seeder.create(
      KEYS.DaemonSet,
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: this.#meta(spec),
        spec: { selector: { matchLabels: { app: spec.name } }, template: this.#template(spec) },
      },
      spec.age,
    ) as DaemonSet;
    const hash = templateHash(set.spec.template);
    for (const node of spec.isOnControlPlane === false ? NODES.slice(1) : NODES)
      this.#pod(
        set,
        set.spec.template,
        {
          generateName: `${spec.name}-`,
          labels: { 'controller-revision-hash': hash, 'pod-template-generation': '1' },
        },
        node,
        spec,
        (podSpec) => pin(podSpec, node),
      );
  }

  #worker(): string {
    this.#nextNode++;
    return NODES[1 + (this.#nextNode % 2)] ?? 'node-2';
  }

  #pod(
    owner: DemoObject,
    template: PodTemplate,
    identity: Parameters<typeof podOf>[2],
    node: string,
    { age, fate = 'running', restarts = 0 }: Pick<AppSpec, 'age' | 'fate' | 'restarts'>,
    change?: (spec: PodSpec) => void,
  ): void {
    const { store } = this.#seeder;
    const pod = podOf(owner, template, identity, (spec) => {
      change?.(spec);
      if (fate !== 'new') spec.nodeName = node;
    });
    const made = this.#seeder.create(KEYS.Pod, pod, age - 1000) as Pod;
    if (fate === 'new') return;
    const ip = `10.244.${NODES.indexOf(node as (typeof NODES)[number])}.${this.#nextHost++}`;
    store.update(KEYS.Pod, made.metadata.namespace, made.metadata.name, (draft) => {
      (draft as Pod).status = agedStatus(this.#seeder, made, fate, age - 1000, ip, restarts);
    });
  }

  /** A CronJob with the finished jobs of the last nights. */
  cronJob(cron: CronJob, nights: readonly ('succeeded' | 'failed')[]): void {
    const made = this.#seeder.create(KEYS.CronJob, cron, 11 * DAY) as CronJob;
    const { store } = this.#seeder;
    const now = store.now();
    const lastNight = Math.floor(now / DAY) * DAY + 2 * HOUR;
    const latest = lastNight > now ? lastNight - DAY : lastNight;
    nights.forEach((fate, at) => {
      const due = latest - (nights.length - 1 - at) * DAY;
      const age = now - due;
      const name = `${made.metadata.name}-${Math.floor(due / 60_000)}`;
      const job = this.#seeder.create(KEYS.Job, jobOf(made, name, due), age) as Job;
      this.#pod(job, job.spec.template, { generateName: `${name}-` }, this.#worker(), { age, fate });
      const end = this.#seeder.ago(age - 12_000);
      const condition = {
        type: fate === 'succeeded' ? 'Complete' : 'Failed',
        status: 'True',
        lastProbeTime: end,
        lastTransitionTime: end,
        ...(fate === 'failed'
          ? { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' }
          : { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }),
      };
      store.update(KEYS.Job, made.metadata.namespace, name, (draft) => {
        (draft as Job).status = {
          startTime: this.#seeder.ago(age),
          ...(fate === 'succeeded' ? { succeeded: 1, completionTime: end } : { failed: 1 }),
          conditions: [condition],
          ready: 0,
          terminating: 0,
          uncountedTerminatedPods: {},
        };
      });
    });
    store.update(KEYS.CronJob, made.metadata.namespace, made.metadata.name, (draft) => {
      (draft as CronJob).status = { lastScheduleTime: this.#seeder.ago(now - latest) };
    });
  }
}
