import { describe, expect, it } from 'vitest';
import { joinAddress, nodeLoads, readChecks, readComponents, totalOf } from './node-loads.ts';

const node = (name: string, cpu: string) => ({
  metadata: { name, labels: { 'topology.kubernetes.io/zone': `zone-${name}` } },
  status: { allocatable: { cpu, pods: '110' } },
});
const pod = (on: string, cpu: string) => ({ node: on, requests: new Map([['cpu', cpu]]), limits: new Map() });
const usage = (name: string, cpu: string) => ({ metadata: { name }, usage: { cpu } });

describe('the nodes of a cluster (OPS-044, OPS-181, OPS-187)', () => {
  it('adds up what pods ask of each node, and of all', () => {
    const pods = [pod('a', '250m'), pod('a', '750m'), pod('b', '1'), pod('unseen', '1')];
    const loads = nodeLoads([node('b', '4'), node('a', '2')], pods, [usage('a', '100m')]);
    expect(
      loads.map(({ name, zone, pods: count, requests, used }) => [
        name,
        zone,
        count,
        requests.get('cpu'),
        used.get('cpu'),
      ]),
    ).toEqual([
      ['a', 'zone-a', 2, '1', '100m'],
      ['b', 'zone-b', 1, '1', undefined],
    ]);
    const total = totalOf(loads);
    expect([total.pods, total.allocatable.get('cpu'), total.requests.get('cpu'), total.used.size]).toEqual([
      3,
      '6',
      '2',
      0,
    ]);
    const all = nodeLoads([node('a', '2'), node('b', '4')], [], [usage('a', '100m'), usage('b', '50m')]);
    expect(totalOf(all).used.get('cpu')).toBe('150m');
  });

  it.each([
    [
      '[+]ping ok\n[-]etcd failed: reason withheld\n[+]poststarthook/rbac/bootstrap-roles ok\nhealthz check failed\n',
      [
        ['ping', true],
        ['etcd', false],
        ['poststarthook/rbac/bootstrap-roles', true],
      ],
    ],
    ['ok', []],
    ['', []],
  ])('checks of the API server: %j', (text, checks) => {
    expect(readChecks(text).map(({ name, isGood }) => [name, isGood])).toEqual(checks);
  });

  it.each([
    [{ type: 'Healthy', status: 'True', message: 'ok' }, 'True', 'ok'],
    [
      {
        type: 'Healthy',
        status: 'False',
        message: 'x',
        error: 'dial tcp 127.0.0.1:10251: connect: connection refused',
      },
      'False',
      'dial tcp 127.0.0.1:10251: connect: connection refused',
    ],
    [null, 'Unknown', ''],
  ])('a component with %j', (condition, healthy, message) => {
    expect(readComponents({ items: [{ metadata: { name: 'scheduler' }, conditions: [condition] }] })).toEqual([
      { name: 'scheduler', healthy, message },
    ]);
  });

  it.each([
    ['apiVersion: v1\nclusters:\n- cluster:\n    server: https://10.0.0.1:6443\n', '10.0.0.1:6443'],
    ['server: "https://cp.example:6443"', 'cp.example:6443'],
    ['nothing', ''],
  ])('where to join: %j', (kubeconfig, address) => {
    expect(joinAddress({ data: { kubeconfig } })).toBe(address);
  });
});
