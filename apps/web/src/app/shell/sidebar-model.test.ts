import { Box } from 'lucide-react';
import { expect, it } from 'vitest';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { defineKind } from '../../kinds/define-kind.ts';
import { kindsOf } from '../../kinds/registry.ts';
import { sidebarModel } from './sidebar-model.ts';

function served(
  group: string,
  resource: string,
  kind: string,
  more: Partial<DiscoveredResource> = {},
): DiscoveredResource {
  return {
    group,
    version: 'v1',
    resource,
    kind,
    singular: '',
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: ['list'],
    ...more,
  };
}

const kinds = kindsOf([
  defineKind({ resources: ['apps/v1/deployments'], group: 'workloads', order: 20, icon: Box }),
  defineKind({ resources: ['v1/pods'], group: 'workloads', order: 10, icon: Box }),
  defineKind({ resources: ['events.k8s.io/v1/events', 'v1/events'], group: 'cluster', order: 90, icon: Box }),
]);

it('groups by kind files, then by guess; extensions by their API group; each kind once', () => {
  const sections = sidebarModel(
    [
      served('', 'pods', 'Pod'),
      served('', 'events', 'Event'),
      served('', 'bindings', 'Binding', { verbs: ['create'] }),
      served('', 'componentstatuses', 'ComponentStatus', { namespaced: false }),
      served('apps', 'deployments', 'Deployment'),
      served('apps', 'controllerrevisions', 'ControllerRevision'),
      served('events.k8s.io', 'events', 'Event'),
      served('extensions', 'ingresses', 'Ingress'),
      served('networking.k8s.io', 'ingresses', 'Ingress'),
      served('metrics.k8s.io', 'pods', 'PodMetrics'),
      served('example.com', 'widgets', 'Widget'),
      served('example.com', 'gadgets', 'Gadget', { namespaced: false }),
    ],
    kinds,
  );
  expect(sections.map(({ group, apiGroup, items }) => [apiGroup ?? group, items.map(({ title }) => title)])).toEqual([
    ['workloads', ['Pods', 'Deployments']],
    ['config', ['ControllerRevisions', 'Ingresses']],
    ['cluster', ['Events', 'ComponentStatuses']],
    ['example.com', ['Gadgets', 'Widgets']],
    ['metrics.k8s.io', ['PodMetrics']],
  ]);
  expect(sections.flatMap(({ items }) => items).find(({ title }) => title === 'Events')?.resource.group).toBe(
    'events.k8s.io',
  );
});

it('refuses a kind file whose resource is none', () => {
  expect(() => kindsOf([defineKind({ resources: ['pods'], group: 'workloads', order: 1, icon: Box })])).toThrow('pods');
});
