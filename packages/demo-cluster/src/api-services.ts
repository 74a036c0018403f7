import { objectIn, objectsIn, textAt, valueAt } from './json-value.ts';
import { timestamp } from './memory-store.ts';
import { GROUP_PRIORITIES } from './resources/group-order.ts';
import type { Registry } from './resources/registry.ts';
import type { ClusterStore, DemoObject, ResourceKey, StoreEvent } from './store.ts';

const GROUP = 'apiregistration.k8s.io';
const API_SERVICES: ResourceKey = { group: GROUP, resource: 'apiservices' };
const CRDS: ResourceKey = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };
const SERVICES: ResourceKey = { group: '', resource: 'services' };
const SLICES: ResourceKey = { group: 'discovery.k8s.io', resource: 'endpointslices' };
const MANAGED = 'kube-aggregator.kubernetes.io/automanaged';
const VERSION_PRIORITY: Readonly<Record<string, number>> = { '/v1': 1, 'autoscaling/v2': 30 };

interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

const LOCAL: Verdict = { status: 'True', reason: 'Local', message: 'Local APIServices are always available' };
const PASSED: Verdict = { status: 'True', reason: 'Passed', message: 'all checks passed' };

/** The aggregator: an APIService for every group and version, and whether the server behind each one answers. */
export class ApiServices {
  readonly #store: ClusterStore;
  readonly #registry: Registry;
  readonly #away = new Set<string>();

  constructor(store: ClusterStore, registry: Registry) {
    this.#store = store;
    this.#registry = registry;
    store.onEvent((event) => this.#follow(event));
  }

  /** Registers the built-in groups and the metrics API. */
  start(metrics: boolean): void {
    for (const group of this.#registry.groups())
      for (const version of this.#registry.versions(group))
        this.#register(group, version, 'onstart', GROUP_PRIORITIES.get(group) ?? 1000);
    if (!metrics) return;
    this.#store.create(SERVICES, {
      metadata: { name: 'metrics-server', namespace: 'kube-system', labels: { 'k8s-app': 'metrics-server' } },
      spec: {
        selector: { 'k8s-app': 'metrics-server' },
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 'https', appProtocol: 'https' }],
      },
    });
    this.#store.create(API_SERVICES, {
      metadata: { name: 'v1beta1.metrics.k8s.io', labels: { 'k8s-app': 'metrics-server' } },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
      },
    });
  }

  /** Makes the server behind an APIService unreachable, whatever its Service says. */
  setAway(name: string, away: boolean): void {
    if (away) this.#away.add(name);
    else this.#away.delete(name);
    this.#judge(name);
  }

  #follow({ type, key, object, old }: StoreEvent): void {
    if (key.group === GROUP && type !== 'DELETED') this.#judge(object.metadata.name);
    else if (key.group === CRDS.group && key.resource === CRDS.resource)
      this.#followDefinition(type === 'DELETED' ? undefined : object, old ?? object);
    else if (
      (key.group === '' && key.resource === 'services') ||
      (key.group === SLICES.group && key.resource === SLICES.resource)
    ) {
      const name = key.group === '' ? object.metadata.name : serviceOfSlice(object);
      for (const each of this.#store.list(API_SERVICES))
        if (textAt(each, 'spec', 'service', 'name') === name) this.#judge(each.metadata.name);
    }
  }

  #followDefinition(now: DemoObject | undefined, before: DemoObject): void {
    const group = textAt(before, 'spec', 'group');
    for (const version of now ? servedVersions(now) : []) this.#register(group, version, 'true', 1000);
    const left = this.#registry.versions(group);
    for (const version of servedVersions(before)) {
      const name = `${version}.${group}`;
      const isManaged = this.#store.get(API_SERVICES, undefined, name)?.metadata.labels?.[MANAGED] === 'true';
      if (isManaged && !left.includes(version)) this.#store.delete(API_SERVICES, undefined, name);
    }
  }

  #register(group: string, version: string, managed: string, groupPriorityMinimum: number): void {
    const name = `${version}.${group}`;
    if (this.#store.get(API_SERVICES, undefined, name)) return;
    const versionPriority = managed === 'true' ? 100 : (VERSION_PRIORITY[`${group}/${version}`] ?? 15);
    this.#store.create(API_SERVICES, {
      metadata: { name, labels: { [MANAGED]: managed } },
      spec: { ...(group === '' ? {} : { group }), groupPriorityMinimum, version, versionPriority },
    });
  }

  #judge(name: string): void {
    const service = this.#store.get(API_SERVICES, undefined, name);
    if (!service) return;
    const { status, reason, message } = this.#verdict(service);
    const [current] = objectsIn(service, 'status', 'conditions');
    if (current?.['status'] === status && current['reason'] === reason && current['message'] === message) return;
    const changed = current?.['status'] !== status;
    this.#store.update(API_SERVICES, undefined, name, (draft) => {
      const lastTransitionTime = changed ? timestamp(this.#store.now()) : current?.['lastTransitionTime'];
      objectIn(draft, 'status')['conditions'] = [{ lastTransitionTime, message, reason, status, type: 'Available' }];
    });
  }

  #verdict(apiService: DemoObject): Verdict {
    const no = (reason: string, message: string): Verdict => ({ status: 'False', reason, message });
    if (valueAt(apiService, 'spec', 'service') === undefined) return LOCAL;
    const name = textAt(apiService, 'spec', 'service', 'name');
    const namespace = textAt(apiService, 'spec', 'service', 'namespace');
    const group = textAt(apiService, 'spec', 'group');
    const version = textAt(apiService, 'spec', 'version');
    const service = this.#store.get(SERVICES, namespace, name);
    if (!service) return no('ServiceNotFound', `service/${name} in "${namespace}" is not present`);
    const slices = this.#store.list(SLICES, namespace).filter((slice) => serviceOfSlice(slice) === name);
    const ready = slices.some((slice) =>
      objectsIn(slice, 'endpoints').some((endpoint) => valueAt(endpoint, 'conditions', 'ready') !== false),
    );
    // where no controllers run there are no slices at all
    if (slices.length > 0 && !ready)
      return no(
        'MissingEndpoints',
        `endpoints for service/${name} in "${namespace}" have no addresses with port name "https"`,
      );
    const served = this.#registry.find(group, 'pods')?.aggregated === true;
    if (served && !this.#away.has(apiService.metadata.name)) return PASSED;
    const url = `https://${textAt(service, 'spec', 'clusterIP')}:443/apis/${group}/${version}`;
    return no(
      'FailedDiscoveryCheck',
      `failing or missing response from ${url}: Get "${url}": dial tcp: connect: connection refused`,
    );
  }
}

const serviceOfSlice = ({ metadata }: DemoObject) => metadata.labels?.['kubernetes.io/service-name'] ?? '';

const servedVersions = (definition: DemoObject) =>
  objectsIn(definition, 'spec', 'versions')
    .filter((version) => version['served'] === true)
    .map((version) => textAt(version, 'name'));
