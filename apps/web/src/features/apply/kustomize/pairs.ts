import { isMap, type JsonMap } from '../kube-yaml.ts';
import { listOf } from './file-set.ts';
import { groupVersionOf, kindOf, type Resource } from './resource.ts';
import { mapsAt } from './walk-fields.ts';

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec/template/metadata'],
  ReplicaSet: ['spec/template/metadata'],
  ReplicationController: ['spec/template/metadata'],
  DaemonSet: ['spec/template/metadata'],
  StatefulSet: ['spec/template/metadata'],
  Job: ['spec/template/metadata'],
  CronJob: ['spec/jobTemplate/metadata', 'spec/jobTemplate/spec/template/metadata'],
};

/** Selectors that are made where they are missing, and those that are only added to. */
const SELECTORS: Readonly<Record<string, readonly (readonly [path: string, create: boolean])[]>> = {
  Service: [['spec/selector', true]],
  ReplicationController: [['spec/selector', true]],
  Deployment: [['spec/selector/matchLabels', true]],
  ReplicaSet: [['spec/selector/matchLabels', true]],
  DaemonSet: [['spec/selector/matchLabels', true]],
  StatefulSet: [['spec/selector/matchLabels', true]],
  Job: [['spec/selector/matchLabels', false]],
  CronJob: [['spec/jobTemplate/spec/selector/matchLabels', false]],
  PodDisruptionBudget: [['spec/selector/matchLabels', false]],
  NetworkPolicy: [
    ['spec/podSelector/matchLabels', false],
    ['spec/ingress[]/from[]/podSelector/matchLabels', false],
    ['spec/egress[]/to[]/podSelector/matchLabels', false],
  ],
};
const AFFINITIES = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => [
  `spec/template/spec/affinity/${kind}/preferredDuringSchedulingIgnoredDuringExecution[]/podAffinityTerm/labelSelector/matchLabels`,
  `spec/template/spec/affinity/${kind}/requiredDuringSchedulingIgnoredDuringExecution[]/labelSelector/matchLabels`,
]);

/** Sets labels or annotations of an object and, where asked for, of its templates and selectors. */
function setPairs(
  { object }: Resource,
  field: 'labels' | 'annotations',
  pairs: JsonMap,
  reach: { readonly templates: boolean; readonly selectors: boolean },
): void {
  const kind = kindOf(object);
  const put = (maps: readonly JsonMap[]): void => {
    for (const map of maps) Object.assign(map, pairs);
  };
  put(mapsAt(object, `metadata/${field}`, true));
  if (reach.templates) for (const path of TEMPLATES[kind] ?? []) put(mapsAt(object, `${path}/${field}`, true));
  // a claim template of a StatefulSet takes labels as the pods do
  if (reach.templates && kind === 'StatefulSet' && field === 'labels')
    for (const claim of mapsAt(object, 'spec/volumeClaimTemplates[]')) put(mapsAt(claim, 'metadata/labels', true));
  if (!reach.selectors || !isPlain(object, kind)) return;
  for (const [path, create] of SELECTORS[kind] ?? []) put(mapsAt(object, path, create));
  if (kind === 'Deployment' || kind === 'StatefulSet') for (const path of AFFINITIES) put(mapsAt(object, path));
}

// other API groups have kinds of the same names whose selectors are not Kubernetes' own
function isPlain(object: JsonMap, kind: string): boolean {
  const [group] = groupVersionOf(object);
  return kind === 'Service' ? group === '' : true;
}

/** The fields `labels`, `commonLabels` and `commonAnnotations` of a kustomization. */
export function transformPairs(resources: readonly Resource[], kustomization: JsonMap): void {
  for (const resource of resources) {
    for (const entry of listOf(kustomization['labels'])) {
      if (!isMap(entry) || !isMap(entry['pairs'])) continue;
      const selectors = entry['includeSelectors'] === true;
      const templates = selectors || entry['includeTemplates'] === true;
      setPairs(resource, 'labels', entry['pairs'], { selectors, templates });
    }
    const { commonLabels, commonAnnotations } = kustomization;
    const all = { selectors: true, templates: true };
    if (isMap(commonLabels)) setPairs(resource, 'labels', commonLabels, all);
    if (isMap(commonAnnotations))
      setPairs(resource, 'annotations', commonAnnotations, { selectors: false, templates: true });
  }
}
