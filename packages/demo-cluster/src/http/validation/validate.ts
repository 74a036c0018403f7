import { storageVersion } from '../../resources/registry.ts';
import type { ResourceType } from '../../resources/resource-type.ts';
import { customFaults } from '../../schema/custom/custom-faults.ts';
import { definitionFaults } from '../../schema/custom/definition-faults.ts';
import { scaleFaults } from '../../schema/custom/scale-faults.ts';
import { type FieldFault, invalid } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { bindingFaults, controllerFaults, nodeFaults, priorityClassFaults, roleFaults } from './access.ts';
import { configMapFaults, limitRangeFaults, quotaFaults, secretFaults } from './config.ts';
import { metadataFaults } from './metadata.ts';
import { ingressFaults, networkPolicyFaults, serviceFaults } from './network.ts';
import { podSpecFaults } from './pod-spec.ts';
import { claimFaults, storageClassFaults, volumeFaults } from './storage.ts';
import { UPDATE_CHECKS } from './updates.ts';
import {
  autoscalerFaults,
  budgetFaults,
  cronJobFaults,
  daemonSetFaults,
  deploymentFaults,
  jobFaults,
  replicaSetFaults,
  statefulSetFaults,
} from './workloads.ts';

/** What is checked beyond metadata, per "group/resource". */
const CHECKS: Readonly<Record<string, (object: DemoObject) => FieldFault[]>> = {
  '/configmaps': configMapFaults,
  '/limitranges': limitRangeFaults,
  '/nodes': nodeFaults,
  '/persistentvolumeclaims': claimFaults,
  '/persistentvolumes': volumeFaults,
  '/pods': (object) => podSpecFaults(object['spec'], 'spec'),
  '/replicationcontrollers': controllerFaults,
  '/resourcequotas': quotaFaults,
  '/secrets': secretFaults,
  '/services': serviceFaults,
  'apiextensions.k8s.io/customresourcedefinitions': definitionFaults,
  'apps/daemonsets': daemonSetFaults,
  'apps/deployments': deploymentFaults,
  'apps/replicasets': replicaSetFaults,
  'apps/statefulsets': statefulSetFaults,
  'autoscaling/horizontalpodautoscalers': autoscalerFaults,
  'batch/cronjobs': cronJobFaults,
  'batch/jobs': jobFaults,
  'networking.k8s.io/ingresses': ingressFaults,
  'networking.k8s.io/networkpolicies': networkPolicyFaults,
  'policy/poddisruptionbudgets': budgetFaults,
  'rbac.authorization.k8s.io/clusterrolebindings': bindingFaults,
  'rbac.authorization.k8s.io/clusterroles': roleFaults,
  'rbac.authorization.k8s.io/rolebindings': bindingFaults,
  'rbac.authorization.k8s.io/roles': roleFaults,
  'scheduling.k8s.io/priorityclasses': priorityClassFaults,
  'storage.k8s.io/storageclasses': storageClassFaults,
};

/** Throws 422 with every fault of an object that is about to be stored; sub-resources check their own part. */
export function validate(type: ResourceType, object: DemoObject, old?: DemoObject, subresource = ''): void {
  const id = `${type.group}/${type.plural}`;
  const faults = metadataFaults(type, object, old);
  if (subresource === '') {
    faults.push(...(CHECKS[id]?.(object) ?? []));
    if (old) faults.push(...(UPDATE_CHECKS[id]?.(object, old) ?? []));
  }
  const own = type.schemas?.[storageVersion(type)];
  if (own) faults.push(...customFaults(own, object), ...scaleFaults(type, object));
  if (faults.length > 0) throw invalid(type.group, type.kind, object.metadata.name ?? '', faults);
}
