import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { openView, playWorkload } from '../test/workload-view.tsx';
import ReachSection from './reach-section.tsx';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('v1/services', 'Service'),
  namespace: 'ns',
  name: 'web',
};
const service = (type: string, port: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'ns', uid: 's' },
  spec: { type, ports: [{ port: 8080, protocol: 'TCP', ...port }] },
});
let answer: () => unknown;
playWorkload((path) => (path.includes('/api/v1/nodes') ? answer() : undefined), {});
afterEach(cleanup);

const tellEndpoints = (live: ReturnType<typeof openView>, text: string) => {
  live.columns({ name: 'Name' }, { name: 'Endpoints' }, { name: 'Age' });
  live.rows([['e', 'ns', 'web', 0, null, ['web', text, '1m']]], { reset: true });
  live.status({ state: 'live' });
};

it('T2.4-05: says which addresses are behind a Service', async () => {
  answer = () => ({ items: [] });
  const live = openView(<ReachSection target={target} object={service('ClusterIP', {})} />);
  expect(await screen.findByText('Looking …')).toBeTruthy();
  expect(live.queries.map(({ resource, fieldSelector }) => [resource, fieldSelector])).toEqual([
    ['v1/endpoints', 'metadata.name=web'],
  ]);
  tellEndpoints(live, '10.244.0.7:8080');
  expect(await screen.findByText('10.244.0.7:8080')).toBeTruthy();
  // what no node opens has no table
  expect(screen.queryByRole('table')).toBeNull();
});

it('T2.4-04, T2.4-07: has ready-made links to the nodes’ ports', async () => {
  answer = () => ({ items: [{ status: { addresses: [{ type: 'InternalIP', address: '172.18.0.2' }] } }] });
  openView(<ReachSection target={target} object={service('NodePort', { nodePort: 30001 })} />);
  const link = await screen.findByRole('link', { name: 'http://172.18.0.2:30001' });
  expect(link.getAttribute('rel')).toContain('noopener');
  expect(within(screen.getByRole('table', { name: 'Ports of the nodes' })).getByText('8080/TCP')).toBeTruthy();
});

it('says why there are none for a person who may not list nodes', async () => {
  answer = () => {
    throw new Error('not served');
  };
  openView(<ReachSection target={target} object={service('LoadBalancer', { nodePort: 30001 })} />);
  expect(await screen.findByText(/addresses of the nodes could not be read/)).toBeTruthy();
  expect(screen.getByText('30001')).toBeTruthy();
});
