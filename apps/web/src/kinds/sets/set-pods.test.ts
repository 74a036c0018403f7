import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { rowOfWire } from '../../live/row.ts';
import { setPodReader, setPodsQuery } from './set-pods.ts';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('apps/v1/statefulsets', 'StatefulSet'),
  namespace: 'ns',
  name: 'web',
};
const set: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', namespace: 'ns', uid: 'set' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};
const columns = ['Name', 'Ready', 'Status'].map((name) => ({
  name,
  type: 'string',
  format: '',
  priority: 0,
  description: '',
}));

it.each(['containerStatuses', 'initContainerStatuses'])('a pod has the words of its %s', (list) => {
  const values: Readonly<Record<string, unknown>> = {
    'metadata.ownerReferences[*].uid': ['set'],
    [`status.${list}[*].state.waiting.message`]: ['Back-off pulling image "x"'],
  };
  const fields = setPodsQuery(target, set).fields.map((path) => values[path] ?? null);
  const row = rowOfWire(['p', 'ns', 'web-0', 1, null, ['web-0', '0/1', 'Init:ImagePullBackOff'], ...fields]);
  expect(setPodReader(set)(columns)(row)?.message).toBe('Back-off pulling image "x"');
});
