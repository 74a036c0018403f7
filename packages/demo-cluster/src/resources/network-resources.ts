import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { IngressClassSpec, IngressSpec, IngressStatus, NetworkPolicySpec } from 'kubernetes-types/networking/v1';
import { textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { AGE, ALL_VERBS, column, NAME, orNone, type ResourceType, STATUS, selectorText } from './resource-type.ts';

type Ingress = DemoObject & { spec: IngressSpec; status?: IngressStatus };
type IngressClass = DemoObject & { spec: IngressClassSpec };
type NetworkPolicy = DemoObject & { spec: NetworkPolicySpec };
type Slice = DemoObject & Pick<EndpointSlice, 'addressType' | 'endpoints' | 'ports'>;

function few(texts: readonly string[], whenEmpty: string): string {
  if (texts.length === 0) return whenEmpty;
  return texts.length > 3 ? `${texts.slice(0, 3).join(',')} + ${texts.length - 3} more...` : texts.join(',');
}

const ingresses: ResourceType<Ingress> = {
  group: 'networking.k8s.io',
  versions: ['v1'],
  plural: 'ingresses',
  singular: 'ingress',
  kind: 'Ingress',
  shortNames: ['ing'],
  namespaced: true,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [STATUS('Ingress')],
  columns: [
    NAME,
    column('Class', (i) => orNone(i.spec.ingressClassName)),
    column('Hosts', (i) =>
      few(
        (i.spec.rules ?? []).map((rule) => rule.host || '*'),
        '*',
      ),
    ),
    column('Address', (i) => (i.status?.loadBalancer?.ingress ?? []).map((a) => a.ip ?? a.hostname ?? '').join(',')),
    column('Ports', (i) => (i.spec.tls?.length ? '80, 443' : '80')),
    AGE,
  ],
};

const ingressclasses: ResourceType<IngressClass> = {
  group: 'networking.k8s.io',
  versions: ['v1'],
  plural: 'ingressclasses',
  singular: 'ingressclass',
  kind: 'IngressClass',
  namespaced: false,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [],
  columns: [
    NAME,
    column('Controller', (c) => c.spec.controller ?? ''),
    column('Parameters', ({ spec: { parameters } }) => {
      if (!parameters) return '<none>';
      return `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}`;
    }),
    AGE,
  ],
};

const networkpolicies: ResourceType<NetworkPolicy> = {
  group: 'networking.k8s.io',
  versions: ['v1'],
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  kind: 'NetworkPolicy',
  shortNames: ['netpol'],
  namespaced: true,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [],
  columns: [NAME, column('Pod-Selector', (p) => selectorText(p.spec.podSelector)), AGE],
};

const endpointslices: ResourceType<Slice> = {
  group: 'discovery.k8s.io',
  versions: ['v1'],
  plural: 'endpointslices',
  singular: 'endpointslice',
  kind: 'EndpointSlice',
  namespaced: true,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [],
  columns: [
    NAME,
    column('AddressType', (s) => s.addressType),
    column('Ports', (s) =>
      few(
        (s.ports ?? []).map((port) => String(port.port ?? '*')),
        '<unset>',
      ),
    ),
    column('Endpoints', (s) =>
      few(
        (s.endpoints ?? []).flatMap((endpoint) => endpoint.addresses),
        '<unset>',
      ),
    ),
    AGE,
  ],
};

const networking = { group: 'networking.k8s.io', versions: ['v1'], namespaced: false, verbs: ALL_VERBS } as const;

function parentText(address: DemoObject): string {
  const [group, resource, namespace, name] = ['group', 'resource', 'namespace', 'name'].map((field) =>
    textAt(address, 'spec', 'parentRef', field),
  );
  if (!resource) return '';
  return [group ? `${resource}.${group}` : resource, namespace, name].filter(Boolean).join('/');
}

const ipaddresses: ResourceType = {
  ...networking,
  plural: 'ipaddresses',
  singular: 'ipaddress',
  kind: 'IPAddress',
  shortNames: ['ip'],
  subresources: [],
  columns: [NAME, column('ParentRef', parentText), AGE],
};

const servicecidrs: ResourceType = {
  ...networking,
  plural: 'servicecidrs',
  singular: 'servicecidr',
  kind: 'ServiceCIDR',
  subresources: [STATUS('ServiceCIDR')],
  columns: [
    NAME,
    column('CIDRs', (o) => {
      const cidrs = valueAt(o, 'spec', 'cidrs');
      return Array.isArray(cidrs) ? cidrs.join(',') : '';
    }),
    AGE,
  ],
};

export const NETWORK_RESOURCES: readonly ResourceType[] = [
  ingressclasses,
  ingresses,
  ipaddresses,
  networkpolicies,
  servicecidrs,
  endpointslices,
];
