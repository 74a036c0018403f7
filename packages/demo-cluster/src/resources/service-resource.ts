import type { ServiceSpec, ServiceStatus } from 'kubernetes-types/core/v1';
import type { DemoObject } from '../store.ts';
import {
  AGE,
  ALL_VERBS,
  column,
  labelText,
  NAME,
  orNone,
  PROXY_VERBS,
  type ResourceType,
  STATUS,
  wide,
} from './resource-type.ts';

type Service = DemoObject & { spec: ServiceSpec; status?: ServiceStatus };

function portsText(service: Service): string {
  return orNone(
    (service.spec.ports ?? [])
      .map((p) => `${p.port}${p.nodePort ? `:${p.nodePort}` : ''}/${p.protocol ?? 'TCP'}`)
      .join(','),
  );
}

function externalIp({ spec, status }: Service): string {
  const fixed = (spec.externalIPs ?? []).join(',');
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  if (spec.type !== 'LoadBalancer') return orNone(fixed);
  const given = (status?.loadBalancer?.ingress ?? []).map((i) => i.ip ?? i.hostname ?? '').join(',');
  return [given, fixed].filter((part) => part !== '').join(',') || '<pending>';
}

export const services: ResourceType<Service> = {
  group: '',
  versions: ['v1'],
  plural: 'services',
  singular: 'service',
  kind: 'Service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  verbs: ALL_VERBS,
  subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: PROXY_VERBS }, STATUS('Service')],
  columns: [
    NAME,
    column('Type', (s) => s.spec.type ?? 'ClusterIP'),
    column('Cluster-IP', (s) => orNone(s.spec.clusterIP)),
    column('External-IP', externalIp),
    column('Port(s)', portsText),
    AGE,
    wide('Selector', (s) => labelText(s.spec.selector)),
  ],
  fields: { 'spec.clusterIP': (s) => s.spec.clusterIP ?? '', 'spec.type': (s) => s.spec.type ?? '' },
};
