import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { openView, playWorkload, tellRows } from '../test/workload-view.tsx';
import StatefulSetView from './statefulset-view.tsx';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('apps/v1/statefulsets', 'StatefulSet'),
  namespace: 'ns',
  name: 'web',
};
const template = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image }] },
});
const set: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', namespace: 'ns', uid: 'set', generation: 3 },
  spec: {
    replicas: 3,
    serviceName: 'nginx',
    selector: { matchLabels: { app: 'web' } },
    template: template('web:v2'),
    volumeClaimTemplates: [{ metadata: { name: 'www' } }],
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
  },
  status: { observedGeneration: 3, currentRevision: 'web-old', updateRevision: 'web-new', updatedReplicas: 1 },
};
const revision = (number: number, name: string, image: string, cause: string) => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: {
    name,
    uid: name,
    annotations: { 'kubernetes.io/change-cause': cause },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'set', controller: true }],
  },
  revision: number,
  data: { spec: { template: { ...template(image), $patch: 'replace' } } },
});
const REVISIONS = [revision(1, 'web-old', 'web:v1', 'first'), revision(2, 'web-new', 'web:v2', 'second')];
let served: KubeObject;

const sent = playWorkload(
  (path) =>
    path.includes('/controllerrevisions')
      ? { items: REVISIONS }
      : path.includes('/statefulsets/web')
        ? served
        : undefined,
  set,
);
beforeEach(() => {
  served = set;
});

const pod = (
  ordinal: number,
  hash: string,
  more: readonly unknown[] = ['n1', [`web:${hash}`], [`www-web-${ordinal}`], 'True'],
) =>
  [
    `p${ordinal}`,
    'ns',
    `web-${ordinal}`,
    1,
    { 'controller-revision-hash': `web-${hash}` },
    [`web-${ordinal}`, '1/1', 'Running'],
    ['set'],
    null,
    ...more,
  ] as const;
const claim = (ordinal: number) =>
  [`c${ordinal}`, 'ns', `www-web-${ordinal}`, 1, null, [], `pv-${ordinal}`, 'Bound', '1Gi'] as const;

async function open(rows: Readonly<Record<string, readonly (readonly unknown[])[]>>): Promise<void> {
  const live = openView(<StatefulSetView target={target} object={set} />);
  await waitFor(() => expect(live.queries.length).toBeGreaterThanOrEqual(4));
  tellRows(live, rows);
}

it('shows each ordinal with what outlives its pod and what comes next (CTL-42, TUT-24, T6.1-33, T6.1-45, T6.1-48)', async () => {
  await open({
    'v1/pods': [pod(0, 'old'), pod(1, 'old'), pod(2, 'new')],
    'v1/persistentvolumeclaims': [claim(0), claim(1), claim(2), claim(3)],
  });
  const table = await screen.findByRole('table', { name: 'Pods in their order' });
  const rows = () =>
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent);
  await waitFor(() => expect(rows()).toHaveLength(4));
  expect(rows()).toEqual([
    'web-0Running 1/1Held back by partition 2web-oldolderweb:oldwww-web-0 Bound, 1Gipv-0web-0.nginx.ns.svc.cluster.local',
    'web-1Running 1/1Held back by partition 2web-oldolderweb:oldwww-web-1 Bound, 1Gipv-1web-1.nginx.ns.svc.cluster.local',
    'web-2Running 1/1Readyweb-newnewestweb:newwww-web-2 Bound, 1Gipv-2web-2.nginx.ns.svc.cluster.local',
    'web-3No pod uses these claims: they stay with their data––www-web-3 Bound, 1Gipv-3–',
  ]);
  expect(screen.getByRole('status').textContent).toBe('1 of 3 pods updated, the partition holds back 2');
  expect(screen.getByText('The Service nginx is not there: these DNS names do not resolve.')).toBeTruthy();
});

it('proposes the next step of a canary, by a slider, with the pods that it means (T6.1-43)', async () => {
  await open({ 'v1/pods': [pod(0, 'old'), pod(1, 'old'), pod(2, 'new')] });
  fireEvent.click(await screen.findByRole('button', { name: 'Update web-1 too' }));
  const dialog = await screen.findByRole('dialog');
  const slider = await within(dialog).findByRole('slider', { name: 'Partition' });
  expect(slider).toHaveProperty('value', '1');
  expect(slider.getAttribute('aria-valuetext')).toBe('1 held back, 2 updated');
  expect(dialog.textContent).toContain('Get the newest template: web-1, web-2');
  expect(dialog.textContent).toContain('pods that it lets go on are replaced at once');
  const number = within(dialog).getByRole('textbox', { name: 'Partition as a number' });
  fireEvent.change(number, { target: { value: '' } });
  expect(await within(dialog).findByText('A partition is a whole number, 0 or more.')).toBeTruthy();
  fireEvent.change(number, { target: { value: '0' } });
  const proceed = within(dialog).getByRole('button', { name: 'Change the strategy' });
  await waitFor(() => expect(proceed).toHaveProperty('disabled', false));
  fireEvent.click(proceed);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.path).toContain('/apis/apps/v1/namespaces/ns/statefulsets/web?');
  expect(sent[0]?.body).toEqual({
    spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } },
  });
});

it('does not raise a partition again that somebody has lowered since the page was read', async () => {
  const lowered = (partition: number) => ({
    ...set,
    spec: { ...(set['spec'] as object), updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } } },
  });
  served = lowered(1);
  await open({ 'v1/pods': [pod(0, 'old'), pod(1, 'new'), pod(2, 'new')] });
  fireEvent.click(await screen.findByRole('button', { name: 'Update strategy' }));
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByRole('slider', { name: 'Partition' })).toHaveProperty('value', '1');
  fireEvent.change(within(dialog).getByRole('slider', { name: 'Partition' }), { target: { value: '2' } });
  const proceed = within(dialog).getByRole('button', { name: 'Change the strategy' });
  await waitFor(() => expect(proceed).toHaveProperty('disabled', false));
  served = lowered(0);
  fireEvent.click(proceed);
  expect(await within(dialog).findByText('Somebody else changed this in the meantime')).toBeTruthy();
  expect(sent).toEqual([]);
});

it('goes back to the template of a ControllerRevision (TUT-23)', async () => {
  const row = ({ metadata: { uid, name, annotations }, revision: number }: (typeof REVISIONS)[number]) => [
    uid,
    'ns',
    name,
    number,
    null,
    [],
    ['set'],
    annotations,
    null,
    null,
    null,
    null,
    null,
    number,
  ];
  await open({ 'v1/pods': [pod(0, 'old')], 'apps/v1/controllerrevisions': REVISIONS.map(row) });
  const table = await screen.findByRole('table', { name: 'Revisions' });
  await waitFor(() => expect(table.textContent).toContain('web:v1'));
  expect(within(table).getAllByRole('row')[2]?.textContent).toMatch(/^1web-oldweb:v1.*web-0.*first/);
  fireEvent.click(within(table).getByRole('button', { name: 'Roll back to revision 1' }));
  const dialog = await screen.findByRole('dialog');
  const proceed = within(dialog).getByRole('button', { name: /^Roll back/ });
  await waitFor(() => expect(proceed).toHaveProperty('disabled', false));
  expect(dialog.textContent).toContain('kubectl rollout undo statefulsets.apps/web -n ns --to-revision=1');
  fireEvent.click(proceed);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toContainEqual({ op: 'replace', path: '/spec/template', value: template('web:v1') });
});
