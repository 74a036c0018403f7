import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { describe, expect, it } from 'vitest';
import { discover, findByKind, findResource } from './discovery.ts';

const all = ['create', 'delete', 'get', 'list', 'watch'];

/** A server that answers from a table of paths; 404 for the rest. Counts what is asked at the same time. */
function server(paths: Record<string, unknown>) {
  const asked: string[] = [];
  let underWay = 0;
  let most = 0;
  return {
    asked,
    most: () => most,
    get: async (path: string) => {
      asked.push(path);
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      const answer = paths[path];
      if (answer instanceof Error) throw answer;
      if (answer === undefined) throw new ProblemError(problem('qd.api.not-found', 'no such path'));
      return answer;
    },
  };
}

const aggregatedCore = {
  kind: 'APIGroupDiscoveryList',
  items: [
    {
      metadata: {},
      versions: [
        {
          version: 'v1',
          freshness: 'Current',
          resources: [
            {
              resource: 'pods',
              responseKind: { group: '', version: 'v1', kind: 'Pod' },
              scope: 'Namespaced',
              singularResource: 'pod',
              shortNames: ['po'],
              categories: ['all'],
              verbs: all,
              subresources: [{ subresource: 'log' }],
            },
            {
              resource: 'replicationcontrollers',
              scope: 'Namespaced',
              verbs: all,
              subresources: [{ subresource: 'status' }, { subresource: 'scale' }],
            },
            { resource: 'nodes', responseKind: { kind: 'Node' }, scope: 'Cluster', verbs: all },
          ],
        },
      ],
    },
  ],
};

const aggregatedGroups = {
  kind: 'APIGroupDiscoveryList',
  items: [
    {
      metadata: { name: 'autoscaling' },
      versions: [
        { version: 'v2', resources: [{ resource: 'horizontalpodautoscalers', scope: 'Namespaced', verbs: all }] },
        { version: 'v1', resources: [{ resource: 'horizontalpodautoscalers', scope: 'Namespaced', verbs: all }] },
      ],
    },
    { metadata: { name: 'metrics.k8s.io' }, versions: [{ version: 'v1beta1', freshness: 'Stale' }] },
  ],
};

describe('aggregated discovery', () => {
  it('takes two requests, the preferred version and no subresources', async () => {
    const { get, asked } = server({ '/api': aggregatedCore, '/apis': aggregatedGroups });
    const { resources, failed } = await discover(get);
    expect(asked).toEqual(['/api', '/apis']);
    expect(resources.map(({ group, version, resource }) => [group, version, resource])).toEqual([
      ['', 'v1', 'pods'],
      ['', 'v1', 'replicationcontrollers'],
      ['', 'v1', 'nodes'],
      ['autoscaling', 'v2', 'horizontalpodautoscalers'],
    ]);
    expect(resources[0]).toMatchObject({ kind: 'Pod', namespaced: true, shortNames: ['po'], singular: 'pod' });
    expect(resources[2]).toMatchObject({ namespaced: false });
    expect(resources.map(({ scales }) => scales === true)).toEqual([false, true, false, false]);
    expect(failed).toEqual(['metrics.k8s.io/v1beta1']);
  });
});

describe('discovery of older servers', () => {
  const core = {
    kind: 'APIResourceList',
    resources: [
      { name: 'pods', kind: 'Pod', namespaced: true, verbs: all },
      { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] },
      { name: 'bindings', kind: 'Binding', namespaced: true, verbs: ['create'] },
    ],
  };
  const groups = {
    kind: 'APIGroupList',
    groups: [
      {
        name: 'batch',
        versions: [{ version: 'v1beta1' }, { version: 'v1' }],
        preferredVersion: { version: 'v1' },
      },
      { name: 'metrics.k8s.io', versions: [{ version: 'v1beta1' }], preferredVersion: { version: 'v1beta1' } },
    ],
  };
  const paths = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/apis': groups,
    '/api/v1': core,
    '/apis/batch/v1': {
      resources: [
        { name: 'jobs', kind: 'Job', namespaced: true, verbs: all },
        { name: 'jobs/scale', group: 'autoscaling', version: 'v1', kind: 'Scale', namespaced: true, verbs: ['get'] },
      ],
    },
    '/apis/batch/v1beta1': {
      resources: [
        { name: 'jobs', kind: 'Job', namespaced: true, verbs: all },
        { name: 'cronjobs', kind: 'CronJob', namespaced: true, verbs: all },
      ],
    },
    '/apis/metrics.k8s.io/v1beta1': new ProblemError(problem('qd.api.unavailable', 'the server is down')),
  };

  it('asks each group version, prefers as the server does, and survives a group that fails', async () => {
    const { resources, failed } = await discover(server(paths).get);
    expect(resources.map(({ group, version, resource }) => [group, version, resource])).toEqual([
      ['', 'v1', 'pods'],
      ['', 'v1', 'bindings'],
      ['batch', 'v1', 'jobs'],
      ['batch', 'v1beta1', 'cronjobs'],
    ]);
    expect(resources.filter(({ scales }) => scales).map(({ resource }) => resource)).toEqual(['jobs']);
    expect(failed).toEqual(['metrics.k8s.io/v1beta1']);
  });

  it('does not ask everything at once', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `g${index}.example.com`);
    const { get, most } = server({
      ...paths,
      '/apis': { groups: many.map((name) => ({ name, versions: [{ version: 'v1' }] })) },
    });
    expect((await discover(get)).failed).toHaveLength(40);
    expect(most()).toBeLessThanOrEqual(5);
  });

  it('fails when the core group does', async () => {
    const { get } = server({ ...paths, '/api/v1': new ProblemError(problem('qd.api.unavailable', 'starting')) });
    await expect(discover(get)).rejects.toThrow('starting');
  });
});

it('finds resources by group and plural, and by kind in whichever version', async () => {
  const { resources } = await discover(server({ '/api': aggregatedCore, '/apis': aggregatedGroups }).get);
  expect(findResource(resources, '', 'pods')?.kind).toBe('Pod');
  expect(findResource(resources, 'apps', 'pods')).toBeUndefined();
  expect(findByKind(resources, 'v1', 'Node')?.resource).toBe('nodes');
  expect(findByKind(resources, 'autoscaling/v1', 'horizontalpodautoscalers')?.version).toBe('v2');
  expect(findByKind(resources, 'apps/v1', 'Node')).toBeUndefined();
});
