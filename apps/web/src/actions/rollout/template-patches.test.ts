import { describe, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import type { ActionTarget } from '../define-action.ts';
import { rolloutCommand } from './rollout-command.ts';
import { isDeployment, rollsOut } from './rollout-kinds.ts';
import { imagesPatch, restartPatch, strategyPatch, templateImages, undoPatch } from './template-patches.ts';

const object = (annotations?: Record<string, string>): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'ns', uid: 'u', generation: 7, ...(annotations ? { annotations } : {}) },
  spec: {
    template: {
      metadata: { labels: { app: 'web', 'pod-template-hash': '5d' } },
      spec: { containers: [{ name: 'web', image: 'web:1' }], initContainers: [{ name: 'prepare', image: 'init:1' }] },
    },
  },
});
const CAUSE = 'kubernetes.io/change-cause';

it('restarts as kubectl rollout restart does (OPS-098)', () => {
  expect(restartPatch(new Date('2026-11-21T23:30:00.123Z'))).toEqual({
    spec: {
      template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-21T23:30:00Z' } } },
    },
  });
});

describe('the images of a template (OPS-093)', () => {
  it('are those of main and init containers', () => {
    expect(templateImages(object())).toEqual([
      { name: 'web', image: 'web:1', init: false },
      { name: 'prepare', image: 'init:1', init: true },
    ]);
    expect(templateImages({ spec: { template: 'odd' } })).toEqual([]);
  });

  it('are patched by the name of their container', () => {
    expect(imagesPatch({ images: [{ name: 'web', image: 'web:2', init: false }], cause: '', pause: false })).toEqual({
      spec: { template: { spec: { containers: [{ name: 'web', image: 'web:2' }] } } },
    });
  });

  it('come with a change-cause, and with a pause (OPS-097, CTL-36)', () => {
    const images = [{ name: 'prepare', image: 'init:2', init: true }];
    expect(imagesPatch({ images, cause: 'faster start', pause: true })).toEqual({
      metadata: { annotations: { [CAUSE]: 'faster start' } },
      spec: { paused: true, template: { spec: { initContainers: [{ name: 'prepare', image: 'init:2' }] } } },
    });
  });
});

describe('a rollback (OPS-096)', () => {
  const replace = {
    op: 'replace',
    path: '/spec/template',
    value: { metadata: { labels: { app: 'web' } } },
  };
  const test = { op: 'test', path: '/metadata/uid', value: 'u' };
  const path = '/metadata/annotations/kubernetes.io~1change-cause';

  type Notes = Record<string, string> | undefined;
  it.each<[string, Notes, string | undefined, object[]]>([
    ['neither has a cause', undefined, undefined, []],
    ['the revision has one', { x: 'y' }, 'v1', [{ op: 'add', path, value: 'v1' }]],
    ['only the present one has', { [CAUSE]: 'v2' }, undefined, [{ op: 'remove', path }]],
    [
      'the Deployment has no annotations',
      undefined,
      'v1',
      [{ op: 'add', path: '/metadata/annotations', value: { [CAUSE]: 'v1' } }],
    ],
  ])('puts the template back; %s', (_, now, cause, rest) => {
    expect(undoPatch(object(now), { template: replace.value, cause })).toEqual([test, replace, ...rest]);
  });

  it('of a paused Deployment goes on with it: the update is aborted (CTL-34)', () => {
    const paused = { ...object(), spec: { paused: true } };
    expect(undoPatch(paused, { template: replace.value, cause: undefined })).toEqual([
      test,
      replace,
      { op: 'remove', path: '/spec/paused' },
    ]);
  });
});

it.each([
  [
    { type: 'Recreate', maxSurge: '1', maxUnavailable: '1' },
    { type: 'Recreate', rollingUpdate: null },
  ],
  [
    { type: 'RollingUpdate', maxSurge: '2', maxUnavailable: '10%' },
    { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: '10%' } },
  ],
  [
    { type: 'RollingUpdate', maxSurge: '', maxUnavailable: '0' },
    { type: 'RollingUpdate', rollingUpdate: { maxSurge: null, maxUnavailable: 0 } },
  ],
])('a strategy of %j', (strategy, patch) => {
  expect(strategyPatch(strategy)).toEqual({ spec: { strategy: patch } });
});

describe('what it is offered on', () => {
  const target = (gvr: string, more: Partial<ActionTarget> = {}): ActionTarget => ({
    ref: { cluster: 'c', resource: fakeResource(gvr, 'X'), namespace: 'ns', name: 'web' },
    ...more,
  });
  it('is what rolls out by itself', () => {
    const served = [
      'apps/v1/deployments',
      'apps/v1/statefulsets',
      'apps/v1/daemonsets',
      'apps/v1/replicasets',
      'v1/pods',
    ];
    expect(served.map((gvr) => rollsOut(target(gvr)))).toEqual([true, true, true, false, false]);
  });

  it('is a pause where it runs, a resumption where it is paused, both where that is not known', () => {
    const running = target('apps/v1/deployments', { object: object() });
    const paused = target('apps/v1/deployments', { object: { ...object(), spec: { paused: true } } });
    const row = target('apps/v1/deployments');
    const offers = [running, paused, row, target('apps/v1/statefulsets')].map((each) => [
      isDeployment(each, false),
      isDeployment(each, true),
    ]);
    expect(offers).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [false, false],
    ]);
  });

  it('has the command of kubectl beside it', () => {
    expect(rolloutCommand(['rollout', 'undo'], target('apps/v1/deployments').ref, '--to-revision=2')).toBe(
      'kubectl rollout undo deployments.apps/web -n ns --to-revision=2',
    );
  });
});
