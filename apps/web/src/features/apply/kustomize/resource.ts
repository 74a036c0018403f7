import { isMap, type JsonMap } from '../kube-yaml.ts';

/** A resource on its way through a kustomization. */
export interface Resource {
  object: JsonMap;
  /** the names it has had, in order; the last one is that of now. References are found by any of them */
  readonly names: string[];
  /** prefixes and suffixes that it was given, in order: tells twins of one base apart */
  readonly affixes: string[];
  readonly namespaces: string[];
  /** generated: its name ends in a hash of what it holds */
  needsHash: boolean;
}

/** A resource that nothing has been done to yet. */
export function newResource(object: JsonMap, needsHash = false): Resource {
  const { name = '', namespace } = metadataOf(object);
  return {
    object,
    names: [String(name)],
    affixes: [],
    namespaces: typeof namespace === 'string' ? [namespace] : [],
    needsHash,
  };
}

/** The metadata of an object, made where it is missing. */
export function metadataOf(object: JsonMap): JsonMap {
  if (!isMap(object['metadata'])) object['metadata'] = {};
  return object['metadata'] as JsonMap;
}

/** The name of now. */
export function nameOf({ object }: Resource): string {
  return String(metadataOf(object)['name'] ?? '');
}

/** Renames it and remembers what it was called. */
export function rename(resource: Resource, name: string): void {
  metadataOf(resource.object)['name'] = name;
  resource.names.push(name);
}

/** "Deployment" of an object; "" where it says none. */
export function kindOf(object: JsonMap): string {
  return typeof object['kind'] === 'string' ? object['kind'] : '';
}

/** ["apps", "v1"] of "apps/v1", ["", "v1"] of "v1". */
export function groupVersionOf(object: JsonMap): readonly [group: string, version: string] {
  const apiVersion = String(object['apiVersion'] ?? '');
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Kinds of Kubernetes itself that live in no namespace; what is not known is taken for namespaced, as kustomize does. */
const CLUSTER_WIDE = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ComponentStatus',
  'CustomResourceDefinition',
  'FlowSchema',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'SelfSubjectAccessReview',
  'SelfSubjectRulesReview',
  'StorageClass',
  'SubjectAccessReview',
  'TokenReview',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** Whether an object of Kubernetes' own kinds lives in no namespace. */
export function isClusterWide(object: JsonMap): boolean {
  return CLUSTER_WIDE.has(kindOf(object)) && isBuiltIn(object);
}

/** Whether the kind is of Kubernetes itself: its lists have keys to merge by. */
export function isBuiltIn(object: JsonMap): boolean {
  const [group] = groupVersionOf(object);
  return !group.includes('.') || group.endsWith('.k8s.io');
}
