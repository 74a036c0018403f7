import { expect, it } from 'vitest';
import { type AccessRule, rulesAllow } from './access-reviews.ts';

const view: AccessRule = {
  verbs: ['get', 'list', 'watch'],
  apiGroups: ['', 'apps'],
  resources: ['pods', 'deployments'],
};

it.each([
  [view, 'list', '', 'pods', true],
  [view, 'delete', '', 'pods', false],
  [view, 'list', 'batch', 'pods', false],
  [view, 'list', '', 'nodes', false],
  [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, 'list', 'any.example.com', 'things', true],
  [{ ...view, resourceNames: ['only-this'] }, 'list', '', 'pods', false],
  [{}, 'list', '', 'pods', false],
])('%j allows %s %s/%s: %s', (rule, verb, group, resource, allowed) => {
  expect(rulesAllow([rule], { verb, group, resource })).toBe(allowed);
});

it.each([
  [['pods'], 'pods', 'log', false],
  [['pods/log'], 'pods', 'log', true],
  [['pods/log'], 'pods', undefined, false],
  [['*/scale'], 'deployments', 'scale', true],
  [['*/scale'], 'deployments', 'status', false],
  [['*'], 'deployments', 'scale', true],
] as const)('resources %j allow %s/%s: %s', (resources, resource, subresource, allowed) => {
  const rule = { verbs: ['get'], apiGroups: [''], resources };
  const question = { verb: 'get', group: '', resource, ...(subresource === undefined ? {} : { subresource }) };
  expect(rulesAllow([rule], question)).toBe(allowed);
});

it('counts a rule for single names where one of them is asked for', () => {
  const rule = { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'] };
  const secrets = { verb: 'get', group: '', resource: 'secrets' };
  expect(rulesAllow([rule], { ...secrets, name: 'mine' })).toBe(true);
  expect(rulesAllow([rule], { ...secrets, name: 'other' })).toBe(false);
});
