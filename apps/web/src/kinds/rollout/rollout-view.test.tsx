import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { openView, playWorkload, tellRows } from '../test/workload-view.tsx';
import RolloutView from './rollout-view.tsx';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('apps/v1/deployments', 'Deployment'),
  namespace: 'ns',
  name: 'web',
};
const template = (image: string, hash?: string) => ({
  metadata: { labels: { app: 'web', ...(hash === undefined ? {} : { 'pod-template-hash': hash }) } },
  spec: { containers: [{ name: 'web', image }] },
});
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'ns', uid: 'dep', generation: 3, annotations: { x: 'y' } },
  spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: template('web:v10') },
  status: { observedGeneration: 3, replicas: 5, updatedReplicas: 2, readyReplicas: 3, availableReplicas: 3 },
};
const set = (number: number, image: string, owner = 'dep') => ({
  metadata: {
    name: `web-${number}`,
    uid: `rs-${number}`,
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: owner, controller: true }],
    annotations: { 'deployment.kubernetes.io/revision': `${number}`, 'kubernetes.io/change-cause': `cause ${number}` },
  },
  spec: { template: template(image, `h${number}`) },
});

const sent = playWorkload(
  (path) =>
    path.includes('/replicasets')
      ? { items: [set(1, 'web:v1'), set(3, 'web:v10'), set(2, 'web:v2'), set(9, 'other', 'else')] }
      : path.includes('/deployments/web')
        ? deployment
        : undefined,
  deployment,
);

async function open(object = deployment): Promise<void> {
  const live = openView(<RolloutView target={target} object={object} />);
  await waitFor(() => expect(live.queries).toHaveLength(2));
  tellRows(live, {
    'apps/v1/replicasets': [
      ['rs-2', 'ns', 'web-2', 2, null, [], ['dep'], set(2, '').metadata.annotations, 3, 3, 3, 3, ['web:v2']],
      ['rs-3', 'ns', 'web-3', 3, null, [], ['dep'], set(3, '').metadata.annotations, 2, 2, 0, 0, ['web:v10']],
    ],
    'v1/pods': [
      ['p-1', 'ns', 'web-2-a', 2, null, ['web-2-a', '1/1', 'Running'], ['rs-2']],
      [
        'p-2',
        'ns',
        'web-3-a',
        3,
        null,
        ['web-3-a', '0/1', 'ImagePullBackOff'],
        ['rs-3'],
        ['Back-off pulling image "web:v10"'],
      ],
    ],
  });
}

it('says how far it is, within which bounds, and what holds it back (T2.6-12, T2.6-14)', async () => {
  await open();
  const why = await screen.findByRole('region', { name: 'Why it does not go on' });
  expect(
    within(why)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(['web-3 2 of 2 pods made, 0 available', 'web-3-a ImagePullBackOff Back-off pulling image "web:v10"']);
  expect(screen.getByRole('status').textContent).toContain('2 of 4 pods updated');
  expect(screen.getByText(/at least 3 available, at most 5 in all/)).toBeTruthy();
});

it('shows old and new ReplicaSets with their pods, and rolls back to the one that is chosen (T2.6-05, T2.6-15)', async () => {
  await open();
  const table = await screen.findByRole('table', { name: 'Revisions' });
  const rows = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
  expect(rows[0]).toMatch(/^3web-3web:v100\/2.*ImagePullBackOff.*web-3-a.*cause 3.*present$/);
  expect(rows[1]).toMatch(/^2web-2web:v23\/3.*Running.*web-2-a.*cause 2/);
  fireEvent.click(within(table).getByRole('button', { name: 'Roll back to revision 2' }));
  const dialog = await screen.findByRole('dialog');
  const proceed = within(dialog).getByRole('button', { name: /^Roll back (web|.*web)/ });
  await waitFor(() => expect(proceed).toHaveProperty('disabled', false));
  expect(within(dialog).getByText(/kubectl rollout undo deployments.apps\/web -n ns --to-revision=2/)).toBeTruthy();
  expect(within(dialog).getByText(/becomes revision 4/)).toBeTruthy();
  fireEvent.click(proceed);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.path).toContain('/apis/apps/v1/namespaces/ns/deployments/web?');
  expect(sent[0]?.body).toEqual([
    { op: 'test', path: '/metadata/generation', value: 3 },
    { op: 'test', path: '/metadata/uid', value: 'dep' },
    { op: 'replace', path: '/spec/template', value: template('web:v2') },
    { op: 'add', path: '/metadata/annotations/kubernetes.io~1change-cause', value: 'cause 2' },
  ]);
});

it('steers a paused rollout: one step, resume, abort (CTL-34)', async () => {
  await open({ ...deployment, spec: { ...(deployment['spec'] as object), paused: true } });
  expect((await screen.findAllByRole('status'))[0]?.textContent).toContain('Paused: 2 of 4 updated');
  const names = ['One step of the rollout', 'Resume the rollout', 'Abort and roll back'];
  for (const name of names) expect(await screen.findByRole('button', { name })).toHaveProperty('disabled', false);
  expect(screen.queryByRole('button', { name: 'Pause the rollout' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Abort and roll back' }));
  const dialog = await screen.findByRole('dialog');
  // the dialog reads the object itself: it is not paused any more
  const command = await within(dialog).findByText(/kubectl rollout undo deployments.apps\/web -n ns --to-revision=2/);
  expect(command.textContent).not.toContain('resume');
});

it('counts what runs among the ways back where a paused update has no ReplicaSet yet (CTL-34)', async () => {
  await open({
    ...deployment,
    spec: { ...(deployment['spec'] as object), paused: true, template: template('web:v11') },
  });
  const table = await screen.findByRole('table', { name: 'Revisions' });
  expect(await within(table).findByRole('button', { name: 'Roll back to revision 3' })).toBeTruthy();
  expect(within(table).queryByText('present')).toBeNull();
});

it('offers to resume what was paused while nothing was to do (CTL-34)', async () => {
  const status = { observedGeneration: 3, replicas: 4, updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4 };
  await open({ ...deployment, spec: { ...(deployment['spec'] as object), paused: true }, status });
  expect((await screen.findAllByRole('status'))[0]?.textContent).toContain('Paused: 4 of 4 updated');
  expect(await screen.findByRole('button', { name: 'Resume the rollout' })).toBeTruthy();
});

it('tells when nothing moving becomes a report, and the conditions in words (CTL-33)', async () => {
  const condition = { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' };
  const conditions = [{ ...condition, lastUpdateTime: new Date(Date.now() - 1000).toISOString() }];
  await open({ ...deployment, status: { ...(deployment['status'] as object), conditions } });
  expect(await screen.findByText(/Reported as stuck in 9m5\ds unless something moves/)).toBeTruthy();
  const words = within(screen.getByRole('list', { name: 'Conditions in words' })).getAllByRole('listitem');
  expect(words.map((item) => item.textContent)).toEqual(['ReplicaSets are being scaled: new pods come, old ones go.']);
  expect(screen.getByRole('button', { name: 'Pause the rollout' })).toBeTruthy();
});
