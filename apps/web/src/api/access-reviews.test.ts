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
