/**
 * What the models do not say about built-in types: how lists and maps merge, what has a default, which words are allowed. The names
 * are those of the definitions without their package. `kubectl get --raw /openapi/v2` of a real cluster has the same.
 */

/**
 * Per type and field, in words: `merge` and `retainKeys` are the patch strategy, `key=` the patch merge key, `map=` the keys of a
 * list of type map where they are not just the merge key, `set` a list of type set.
 */
export const MERGE_FACTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'meta.v1.ObjectMeta': { finalizers: 'merge', ownerReferences: 'merge key=uid' },
  'core.v1.Container': {
    env: 'merge key=name',
    ports: 'merge key=containerPort map=containerPort,protocol',
    volumeDevices: 'merge key=devicePath',
    volumeMounts: 'merge key=mountPath',
  },
  'core.v1.ContainerStatus': {
    allocatedResourcesStatus: 'merge key=name',
    volumeMounts: 'merge key=mountPath',
  },
  'core.v1.EphemeralContainer': {
    env: 'merge key=name',
    ports: 'merge key=containerPort map=containerPort,protocol',
    volumeDevices: 'merge key=devicePath',
    volumeMounts: 'merge key=mountPath',
  },
  'core.v1.NamespaceStatus': { conditions: 'merge key=type' },
  'core.v1.NodeSpec': { podCIDRs: 'merge' },
  'core.v1.NodeStatus': { addresses: 'merge key=type', conditions: 'merge key=type' },
  'core.v1.PersistentVolumeClaimStatus': { conditions: 'merge key=type' },
  'core.v1.PodSpec': {
    containers: 'merge key=name',
    ephemeralContainers: 'merge key=name',
    hostAliases: 'merge key=ip',
    imagePullSecrets: 'merge key=name',
    initContainers: 'merge key=name',
    resourceClaims: 'merge,retainKeys key=name',
    schedulingGates: 'merge key=name',
    topologySpreadConstraints: 'merge key=topologyKey map=topologyKey,whenUnsatisfiable',
    volumes: 'merge,retainKeys key=name',
  },
  'core.v1.PodStatus': {
    conditions: 'merge key=type',
    hostIPs: 'merge key=ip atomic',
    podIPs: 'merge key=ip',
    resourceClaimStatuses: 'merge,retainKeys key=name',
  },
  'core.v1.ReplicationControllerStatus': { conditions: 'merge key=type' },
  'core.v1.ResourceRequirements': { claims: 'map=name' },
  'core.v1.ServiceAccount': { secrets: 'merge key=name' },
  'core.v1.ServiceSpec': { ports: 'merge key=port map=port,protocol' },
  'core.v1.ServiceStatus': { conditions: 'merge key=type' },
  'core.v1.ComponentStatus': { conditions: 'merge key=type' },
  'apps.v1.DaemonSetStatus': { conditions: 'merge key=type' },
  'apps.v1.DeploymentSpec': { strategy: 'retainKeys' },
  'apps.v1.DeploymentStatus': { conditions: 'merge key=type' },
  'apps.v1.ReplicaSetStatus': { conditions: 'merge key=type' },
  'apps.v1.StatefulSetStatus': { conditions: 'merge key=type' },
  'batch.v1.JobStatus': { conditions: 'merge key=type atomic' },
  'autoscaling.v2.HorizontalPodAutoscalerStatus': { conditions: 'merge key=type' },
  'policy.v1.PodDisruptionBudgetSpec': { selector: 'replace' },
  'policy.v1.PodDisruptionBudgetStatus': { conditions: 'merge key=type' },
  'certificates.v1.CertificateSigningRequestStatus': { conditions: 'map=type' },
  'admissionregistration.v1.MutatingWebhook': { matchConditions: 'merge key=name' },
  'admissionregistration.v1.MutatingWebhookConfiguration': { webhooks: 'merge key=name' },
  'admissionregistration.v1.ValidatingWebhook': { matchConditions: 'merge key=name' },
  'admissionregistration.v1.ValidatingWebhookConfiguration': { webhooks: 'merge key=name' },
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': {
    matchConditions: 'merge key=name',
    variables: 'merge key=name',
  },
  'admissionregistration.v1.ValidatingAdmissionPolicyStatus': { conditions: 'map=type' },
  'apiextensions.v1.CustomResourceDefinitionStatus': { conditions: 'map=type' },
  'apiextensions.v1.JSONSchemaProps': { 'x-kubernetes-validations': 'merge key=rule' },
  'apiregistration.v1.APIServiceStatus': { conditions: 'merge key=type' },
  'flowcontrol.v1.FlowSchemaStatus': { conditions: 'merge key=type' },
  'flowcontrol.v1.PriorityLevelConfigurationStatus': { conditions: 'merge key=type' },
  'discovery.v1.Endpoint': { addresses: 'set' },
  'networking.v1.NetworkPolicyStatus': { conditions: 'map=type' },
  'networking.v1.ServiceCIDRStatus': { conditions: 'merge key=type' },
  'storage.v1.CSIDriverSpec': { volumeLifecycleModes: 'set' },
  'storage.v1.CSINodeSpec': { drivers: 'merge key=name' },
};

/** Types that are written as a whole (`x-kubernetes-map-type: atomic`). */
export const ATOMIC_TYPES: readonly string[] = [
  'autoscaling.v1.CrossVersionObjectReference',
  'core.v1.ConfigMapKeySelector',
  'core.v1.EndpointAddress',
  'core.v1.EndpointPort',
  'core.v1.FileKeySelector',
  'core.v1.LocalObjectReference',
  'core.v1.NodeSelector',
  'core.v1.NodeSelectorTerm',
  'core.v1.ObjectFieldSelector',
  'core.v1.ObjectReference',
  'core.v1.ResourceFieldSelector',
  'core.v1.ScopedResourceSelectorRequirement',
  'core.v1.ScopeSelector',
  'core.v1.SecretKeySelector',
  'core.v1.SecretReference',
  'core.v1.TopologySelectorTerm',
  'core.v1.TypedLocalObjectReference',
  'discovery.v1.EndpointPort',
  'meta.v1.LabelSelector',
  'meta.v1.OwnerReference',
  'networking.v1.ServiceBackendPort',
  'rbac.v1.RoleRef',
  'rbac.v1.Subject',
  'admissionregistration.v1.MatchResources',
  'admissionregistration.v1.NamedRuleWithOperations',
  'admissionregistration.v1.ParamKind',
  'admissionregistration.v1.ParamRef',
];

/** Maps that are written as a whole although their type is granular elsewhere. */
export const ATOMIC_MAPS: Readonly<Record<string, readonly string[]>> = {
  'core.v1.PodSpec': ['nodeSelector'],
  'core.v1.ReplicationControllerSpec': ['selector'],
  'core.v1.ServiceSpec': ['selector'],
  'node.v1.Scheduling': ['nodeSelector'],
};

/** Only the defaults that identify items of a list; all others are set by defaults.ts. */
export const DEFAULT_FACTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'core.v1.ContainerPort': { protocol: 'TCP' },
  'core.v1.ServicePort': { protocol: 'TCP' },
};

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const TERMINATION = ['FallbackToLogsOnError', 'File'];
const SCHEMES = ['HTTP', 'HTTPS'];

/** Words that a field may have, as `explain` lists them. */
export const ENUM_FACTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'core.v1.AppArmorProfile': { type: ['Localhost', 'RuntimeDefault', 'Unconfined'] },
  'core.v1.AzureDiskVolumeSource': {
    cachingMode: ['None', 'ReadOnly', 'ReadWrite'],
    kind: ['Dedicated', 'Managed', 'Shared'],
  },
  'core.v1.Container': { imagePullPolicy: PULL_POLICIES, terminationMessagePolicy: TERMINATION },
  'core.v1.ContainerPort': { protocol: PROTOCOLS },
  'core.v1.EndpointPort': { protocol: PROTOCOLS },
  'core.v1.EphemeralContainer': { imagePullPolicy: PULL_POLICIES, terminationMessagePolicy: TERMINATION },
  'core.v1.HTTPGetAction': { scheme: SCHEMES },
  'core.v1.HostPathVolumeSource': {
    type: ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
  },
  'core.v1.ImageVolumeSource': { pullPolicy: PULL_POLICIES },
  'core.v1.NamespaceStatus': { phase: ['Active', 'Terminating'] },
  'core.v1.NodeSelectorRequirement': { operator: ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'] },
  'core.v1.NodeStatus': { phase: ['Pending', 'Running', 'Terminated'] },
  'core.v1.PersistentVolumeClaimSpec': { volumeMode: ['Block', 'Filesystem'] },
  'core.v1.PersistentVolumeClaimStatus': { phase: ['Bound', 'Lost', 'Pending'] },
  'core.v1.PersistentVolumeSpec': {
    persistentVolumeReclaimPolicy: ['Delete', 'Recycle', 'Retain'],
    volumeMode: ['Block', 'Filesystem'],
  },
  'core.v1.PersistentVolumeStatus': { phase: ['Available', 'Bound', 'Failed', 'Pending', 'Released'] },
  'core.v1.PodSecurityContext': {
    fsGroupChangePolicy: ['Always', 'OnRootMismatch'],
    supplementalGroupsPolicy: ['Merge', 'Strict'],
  },
  'core.v1.PodSpec': {
    dnsPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
    preemptionPolicy: ['Never', 'PreemptLowerPriority'],
    restartPolicy: ['Always', 'Never', 'OnFailure'],
  },
  'core.v1.PodStatus': {
    phase: ['Failed', 'Pending', 'Running', 'Succeeded', 'Unknown'],
    qosClass: ['BestEffort', 'Burstable', 'Guaranteed'],
  },
  'core.v1.SeccompProfile': { type: ['Localhost', 'RuntimeDefault', 'Unconfined'] },
  'core.v1.SecurityContext': { procMount: ['Default', 'Unmasked'] },
  'core.v1.ServicePort': { protocol: PROTOCOLS },
  'core.v1.ServiceSpec': {
    externalTrafficPolicy: ['Cluster', 'Local'],
    internalTrafficPolicy: ['Cluster', 'Local'],
    ipFamilyPolicy: ['PreferDualStack', 'RequireDualStack', 'SingleStack'],
    sessionAffinity: ['ClientIP', 'None'],
    type: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
  },
  'core.v1.Taint': { effect: ['NoExecute', 'NoSchedule', 'PreferNoSchedule'] },
  'core.v1.Toleration': { effect: ['NoExecute', 'NoSchedule', 'PreferNoSchedule'], operator: ['Equal', 'Exists'] },
  'core.v1.TopologySpreadConstraint': {
    nodeAffinityPolicy: ['Honor', 'Ignore'],
    nodeTaintsPolicy: ['Honor', 'Ignore'],
    whenUnsatisfiable: ['DoNotSchedule', 'ScheduleAnyway'],
  },
  'apps.v1.DaemonSetUpdateStrategy': { type: ['OnDelete', 'RollingUpdate'] },
  'apps.v1.DeploymentStrategy': { type: ['Recreate', 'RollingUpdate'] },
  'apps.v1.StatefulSetSpec': { podManagementPolicy: ['OrderedReady', 'Parallel'] },
  'apps.v1.StatefulSetUpdateStrategy': { type: ['OnDelete', 'RollingUpdate'] },
  'batch.v1.CronJobSpec': { concurrencyPolicy: ['Allow', 'Forbid', 'Replace'] },
  'batch.v1.JobSpec': {
    completionMode: ['Indexed', 'NonIndexed'],
    podReplacementPolicy: ['Failed', 'TerminatingOrFailed'],
  },
  'networking.v1.HTTPIngressPath': { pathType: ['Exact', 'ImplementationSpecific', 'Prefix'] },
  'networking.v1.NetworkPolicyPort': { protocol: PROTOCOLS },
  'discovery.v1.EndpointSlice': { addressType: ['FQDN', 'IPv4', 'IPv6'] },
  'discovery.v1.EndpointPort': { protocol: PROTOCOLS },
  'storage.v1.StorageClass': {
    reclaimPolicy: ['Delete', 'Recycle', 'Retain'],
    volumeBindingMode: ['Immediate', 'WaitForFirstConsumer'],
  },
  'scheduling.v1.PriorityClass': { preemptionPolicy: ['Never', 'PreemptLowerPriority'] },
};
