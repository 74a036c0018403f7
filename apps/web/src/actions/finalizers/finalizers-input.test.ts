import { expect, it } from 'vitest';
import type { ActionTarget } from '../define-action.ts';
import { finalizersFault, finalizersPatch, initialFinalizers, kubectlPatch } from './finalizers-input.ts';

const resource = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
  singular: 'configmap',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['patch'],
};
const target: ActionTarget = {
  ref: { cluster: 'c', resource, namespace: 'a', name: 'x' },
  object: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x', uid: 'u', resourceVersion: '7', finalizers: ['a.io/one', 'a.io/two'] },
  },
};

it('removes those that were chosen, from the object that was seen (OPS-080, CTL-24)', () => {
  expect(JSON.parse(finalizersPatch(target, { chosen: ['a.io/one'], typed: 'x' }))).toEqual({
    metadata: { uid: 'u', resourceVersion: '7', finalizers: ['a.io/two'] },
  });
  const all = { chosen: ['a.io/one', 'a.io/two'], typed: 'x' };
  expect(JSON.parse(finalizersPatch(target, all))).toEqual({
    metadata: { uid: 'u', resourceVersion: '7', finalizers: null },
  });
  expect(JSON.parse(kubectlPatch(target, all))).toEqual({ metadata: { finalizers: null } });
});

it('asks which, and for the name', () => {
  expect(finalizersFault(initialFinalizers, [target])).toMatchObject({ key: 'finalizers.fault.none' });
  expect(finalizersFault({ chosen: ['a.io/one'], typed: '' }, [target])).toMatchObject({
    key: 'finalizers.fault.typed',
  });
  expect(finalizersFault({ chosen: ['a.io/one'], typed: ' x ' }, [target])).toBeUndefined();
});
