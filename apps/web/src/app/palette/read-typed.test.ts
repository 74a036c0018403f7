import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { readTyped } from './read-typed.ts';

const pods = fakeResource('v1/pods', 'Pod', { shortNames: ['po'] });
const deployments = fakeResource('apps/v1/deployments', 'Deployment', { shortNames: ['deploy'] });
const reviews = fakeResource('authorization.k8s.io/v1/selfsubjectaccessreviews', 'Review', { verbs: ['create'] });
const resources = [pods, deployments, reviews];

it.each([
  ['po web', pods, 'web'],
  ['Pod', pods, ''],
  ['deployments.apps web team-a', deployments, 'web team-a'],
  ['deploy  ', deployments, ''],
  ['podinfo', undefined, 'podinfo'],
  // what cannot be listed has no objects to look among
  ['review x', undefined, 'review x'],
  ['', undefined, ''],
])('"%s" names a kind as kubectl takes it', (typed, kind, rest) => {
  const read = readTyped(typed, resources);
  expect(read.kind).toBe(kind);
  expect(read.rest).toBe(rest);
});
