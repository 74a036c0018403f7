import { humanDuration } from '@quarterdeck/shared/duration';
import type {
  DaemonSetSpec,
  DaemonSetStatus,
  DeploymentSpec,
  DeploymentStatus,
  ReplicaSetSpec,
  ReplicaSetStatus,
  StatefulSetSpec,
  StatefulSetStatus,
} from 'kubernetes-types/apps/v1';
import type { CronJobSpec, CronJobStatus, JobSpec, JobStatus } from 'kubernetes-types/batch/v1';
import type { PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1';
import { valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import {
  AGE,
  ALL_VERBS,
  ageOf,
  type CellContext,
  column,
  labelText,
  NAME,
  orNone,
  type ResourceType,
  SCALE,
  STATUS,
  selectorText,
  wide,
} from './resource-type.ts';
import { containerImages, containerNames } from './template-text.ts';

type Deployment = DemoObject & { spec: DeploymentSpec; status?: DeploymentStatus };
type ReplicaSet = DemoObject & { spec: ReplicaSetSpec; status?: ReplicaSetStatus };
type StatefulSet = DemoObject & { spec: StatefulSetSpec; status?: StatefulSetStatus };
type DaemonSet = DemoObject & { spec: DaemonSetSpec; status?: DaemonSetStatus };
type Job = DemoObject & { spec: JobSpec; status?: JobStatus };
type CronJob = DemoObject & { spec: CronJobSpec; status?: CronJobStatus };
type DisruptionBudget = DemoObject & { spec: PodDisruptionBudgetSpec; status?: PodDisruptionBudgetStatus };

const apps = { group: 'apps', versions: ['v1'], verbs: ALL_VERBS, namespaced: true, generation: true } as const;
const batch = { group: 'batch', versions: ['v1'], verbs: ALL_VERBS, namespaced: true, generation: true } as const;

const deployments: ResourceType<Deployment> = {
  ...apps,
  plural: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  subresources: [SCALE, STATUS('Deployment')],
  columns: [
    NAME,
    column('Ready', (d) => `${d.status?.readyReplicas ?? 0}/${d.spec.replicas ?? 0}`),
    column('Up-to-date', (d) => String(d.status?.updatedReplicas ?? 0)),
    column('Available', (d) => String(d.status?.availableReplicas ?? 0)),
    AGE,
    wide('Containers', (d) => containerNames(d.spec.template)),
    wide('Images', (d) => containerImages(d.spec.template)),
    wide('Selector', (d) => selectorText(d.spec.selector)),
  ],
};

const replicasets: ResourceType<ReplicaSet> = {
  ...apps,
  plural: 'replicasets',
  singular: 'replicaset',
  kind: 'ReplicaSet',
  shortNames: ['rs'],
  categories: ['all'],
  subresources: [SCALE, STATUS('ReplicaSet')],
  columns: [
    NAME,
    column('Desired', (rs) => rs.spec.replicas ?? 0, 'integer'),
    column('Current', (rs) => rs.status?.replicas ?? 0, 'integer'),
    column('Ready', (rs) => rs.status?.readyReplicas ?? 0, 'integer'),
    AGE,
    wide('Containers', (rs) => containerNames(rs.spec.template)),
    wide('Images', (rs) => containerImages(rs.spec.template)),
    wide('Selector', (rs) => selectorText(rs.spec.selector)),
  ],
};

const statefulsets: ResourceType<StatefulSet> = {
  ...apps,
  plural: 'statefulsets',
  singular: 'statefulset',
  kind: 'StatefulSet',
  shortNames: ['sts'],
  categories: ['all'],
  subresources: [SCALE, STATUS('StatefulSet')],
  columns: [
    NAME,
    column('Ready', (s) => `${s.status?.readyReplicas ?? 0}/${s.spec.replicas ?? 0}`),
    AGE,
    wide('Containers', (s) => containerNames(s.spec.template)),
    wide('Images', (s) => containerImages(s.spec.template)),
  ],
};

const daemonsets: ResourceType<DaemonSet> = {
  ...apps,
  plural: 'daemonsets',
  singular: 'daemonset',
  kind: 'DaemonSet',
  shortNames: ['ds'],
  categories: ['all'],
  subresources: [STATUS('DaemonSet')],
  columns: [
    NAME,
    column('Desired', (d) => d.status?.desiredNumberScheduled ?? 0, 'integer'),
    column('Current', (d) => d.status?.currentNumberScheduled ?? 0, 'integer'),
    column('Ready', (d) => d.status?.numberReady ?? 0, 'integer'),
    column('Up-to-date', (d) => d.status?.updatedNumberScheduled ?? 0, 'integer'),
    column('Available', (d) => d.status?.numberAvailable ?? 0, 'integer'),
    column('Node Selector', (d) => labelText(d.spec.template?.spec?.nodeSelector)),
    AGE,
    wide('Containers', (d) => containerNames(d.spec.template)),
    wide('Images', (d) => containerImages(d.spec.template)),
    wide('Selector', (d) => selectorText(d.spec.selector)),
  ],
};

const hasCondition = (job: Job, type: string) =>
  job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;

function jobStatus(job: Job): string {
  if (hasCondition(job, 'Complete')) return 'Complete';
  if (hasCondition(job, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  if (hasCondition(job, 'Suspended')) return 'Suspended';
  if (hasCondition(job, 'FailureTarget')) return 'FailureTarget';
  return hasCondition(job, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  return (spec.parallelism ?? 1) > 1 ? `${succeeded}/1 of ${spec.parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Job, { now }: CellContext): string {
  if (!status?.startTime) return '';
  const end = status.completionTime ? Date.parse(String(status.completionTime)) : now;
  return humanDuration((end - Date.parse(String(status.startTime))) / 1000);
}

const jobs: ResourceType<Job> = {
  ...batch,
  plural: 'jobs',
  singular: 'job',
  kind: 'Job',
  categories: ['all'],
  subresources: [STATUS('Job')],
  columns: [
    NAME,
    column('Status', jobStatus),
    column('Completions', completions),
    column('Duration', jobDuration),
    AGE,
    wide('Containers', (job) => containerNames(job.spec.template)),
    wide('Images', (job) => containerImages(job.spec.template)),
    wide('Selector', (job) => selectorText(job.spec.selector)),
  ],
  fields: { 'status.successful': (job) => String(job.status?.succeeded ?? 0) },
};

const cronjobs: ResourceType<CronJob> = {
  ...batch,
  plural: 'cronjobs',
  singular: 'cronjob',
  kind: 'CronJob',
  shortNames: ['cj'],
  categories: ['all'],
  subresources: [STATUS('CronJob')],
  columns: [
    NAME,
    column('Schedule', (c) => c.spec.schedule),
    column('Timezone', (c) => orNone(c.spec.timeZone)),
    column('Suspend', (c) => (c.spec.suspend === undefined ? '<unset>' : c.spec.suspend ? 'True' : 'False'), 'boolean'),
    column('Active', (c) => c.status?.active?.length ?? 0, 'integer'),
    column('Last Schedule', (c, { now }) =>
      c.status?.lastScheduleTime ? ageOf(String(c.status.lastScheduleTime), now) : '<none>',
    ),
    AGE,
    wide('Containers', (c) => containerNames(c.spec.jobTemplate?.spec?.template)),
    wide('Images', (c) => containerImages(c.spec.jobTemplate?.spec?.template)),
    wide('Selector', (c) => selectorText(c.spec.jobTemplate?.spec?.selector)),
  ],
};

const poddisruptionbudgets: ResourceType<DisruptionBudget> = {
  group: 'policy',
  versions: ['v1'],
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  kind: 'PodDisruptionBudget',
  shortNames: ['pdb'],
  namespaced: true,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [STATUS('PodDisruptionBudget')],
  columns: [
    NAME,
    column('Min Available', (b) => String(b.spec.minAvailable ?? 'N/A')),
    column('Max Unavailable', (b) => String(b.spec.maxUnavailable ?? 'N/A')),
    column('Allowed Disruptions', (b) => b.status?.disruptionsAllowed ?? 0, 'integer'),
    AGE,
  ],
};

export const APP_RESOURCES: readonly ResourceType[] = [
  {
    ...apps,
    generation: false,
    plural: 'controllerrevisions',
    singular: 'controllerrevision',
    kind: 'ControllerRevision',
    subresources: [],
    columns: [
      NAME,
      column('Controller', (o) => {
        const owner = o.metadata.ownerReferences?.find((reference) => reference.controller);
        if (!owner) return '<none>';
        const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
        return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
      }),
      column('Revision', (o) => String(valueAt(o, 'revision') ?? '')),
      AGE,
    ],
  },
  daemonsets,
  deployments,
  replicasets,
  statefulsets,
  cronjobs,
  jobs,
  poddisruptionbudgets,
];
