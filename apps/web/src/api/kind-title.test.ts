import { expect, it } from 'vitest';
import { pluralTitle } from './kind-title.ts';

it.each([
  ['Pod', 'pods', 'Pods'],
  ['NetworkPolicy', 'networkpolicies', 'NetworkPolicies'],
  ['Ingress', 'ingresses', 'Ingresses'],
  ['Endpoints', 'endpoints', 'Endpoints'],
  ['StatefulSet', 'statefulsets', 'StatefulSets'],
  ['PodMetrics', 'pods', 'PodMetrics'],
  ['Widget', 'things', 'Widget'],
])('%s + %s → %s', (kind, resource, title) => {
  expect(pluralTitle({ kind, resource })).toBe(title);
});
