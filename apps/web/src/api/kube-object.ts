/** A Kubernetes object as it comes over the wire: only metadata is known. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  /** seconds; set while it is being deleted */
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly Readonly<Record<string, unknown>>[];
}

interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** A kind that the server serves, as discovery tells it. */
export interface DiscoveredResource {
  readonly group: string;
  /** the version that discovery prefers */
  readonly version: string;
  /** plural: "deployments" */
  readonly resource: string;
  /** "Deployment" */
  readonly kind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** it has a scale subresource: a number of replicas that can be set without knowing the kind */
  readonly scales?: boolean;
}

/** An object's address within a cluster. */
export interface ObjectRef {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  /** undefined: cluster-wide kind */
  readonly namespace: string | undefined;
  readonly name: string;
}
