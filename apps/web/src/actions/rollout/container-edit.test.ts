import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { type ContainerEdit, containerFault, containerPatch, type EnvRow, readContainers } from './container-edit.ts';

const FIELD = { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
const OPTIONAL = { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'conf', key: 'level', optional: true } } };
const object = (annotations?: Record<string, string>): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', uid: 'u', generation: 3, ...(annotations ? { annotations } : {}) },
  spec: {
    template: {
      spec: {
        initContainers: [{ name: 'prepare', image: 'init:1' }],
        containers: [
          {
            name: 'web',
            image: 'web:1',
            env: [{ name: 'A', value: '1' }, OPTIONAL, FIELD],
            resources: { requests: { cpu: 1, 'ephemeral-storage': '1Gi' }, limits: { memory: '64Mi' } },
          },
        ],
      },
    },
  },
});
const TEST = { op: 'test', path: '/metadata/uid', value: 'u' };
const WEB = '/spec/template/spec/containers/0';
const PLAIN = { cause: '', pause: false };

function edit(change: (container: ContainerEdit) => Partial<ContainerEdit>, at = 0): ContainerEdit {
  const container = readContainers(object())[at];
  if (container === undefined) throw new Error('no such container');
  return { ...container, ...change(container) };
}
const row = (more: Partial<EnvRow>): EnvRow => ({
  id: 9,
  name: 'B',
  source: 'value',
  value: '',
  key: '',
  from: undefined,
  ...more,
});

describe('TUT-21: a container is edited without YAML', () => {
  it('reads image, variables with their sources, and amounts', () => {
    const [web, prepare] = readContainers(object());
    expect(prepare).toMatchObject({ list: 'initContainers', index: 0, name: 'prepare', env: [] });
    expect(web?.env.map(({ name, source, value, key }) => [name, source, value, key])).toEqual([
      ['A', 'value', '1', ''],
      ['LEVEL', 'configMap', 'conf', 'level'],
      ['POD', 'other', '', ''],
    ]);
    expect(web?.amounts).toEqual({
      'requests.cpu': '1',
      'limits.cpu': '',
      'requests.memory': '',
      'limits.memory': '64Mi',
    });
    expect(readContainers({ spec: { template: 'odd' } })).toEqual([]);
  });

  it.each<[string, ContainerEdit, object[]]>([
    ['nothing', edit(() => ({})), []],
    ['an image', edit(() => ({ image: 'web:2' })), [{ op: 'add', path: `${WEB}/image`, value: 'web:2' }]],
    [
      'the image of an init container',
      edit(() => ({ image: 'init:2' }), 1),
      [{ op: 'add', path: '/spec/template/spec/initContainers/0/image', value: 'init:2' }],
    ],
    [
      'a new variable out of a Secret; the others stay as they are written',
      edit(({ env }) => ({ env: [...env, row({ source: 'secret', value: 'login', key: 'password' })] })),
      [
        {
          op: 'add',
          path: `${WEB}/env`,
          value: [
            { name: 'A', value: '1' },
            OPTIONAL,
            FIELD,
            { name: 'B', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
          ],
        },
      ],
    ],
    [
      'a variable that goes, one of another source',
      edit(({ env }) => ({
        env: env.slice(1).map((each, at) => (at === 0 ? { ...each, source: 'value', value: 'x' } : each)),
      })),
      [{ op: 'add', path: `${WEB}/env`, value: [{ name: 'LEVEL', value: 'x' }, FIELD] }],
    ],
    [
      'amounts; those that are not shown stay',
      edit(({ amounts }) => ({ amounts: { ...amounts, 'requests.memory': '32Mi', 'limits.memory': '' } })),
      [
        {
          op: 'add',
          path: `${WEB}/resources`,
          value: { requests: { cpu: 1, 'ephemeral-storage': '1Gi', memory: '32Mi' } },
        },
      ],
    ],
  ])('%s', (_, edited, changes) => {
    expect(containerPatch(object(), edited, PLAIN)).toEqual(changes.length === 0 ? [] : [TEST, ...changes]);
  });

  it('with a cause and a pause (OPS-097, CTL-36)', () => {
    const edited = edit(() => ({ image: 'web:2' }));
    const pause = { op: 'add', path: '/spec/paused', value: true };
    expect(containerPatch(object(), edited, { cause: 'why', pause: true }).slice(2)).toEqual([
      pause,
      { op: 'add', path: '/metadata/annotations', value: { 'kubernetes.io/change-cause': 'why' } },
    ]);
    expect(containerPatch(object({ x: 'y' }), edited, { cause: 'why', pause: false }).slice(2)).toEqual([
      { op: 'add', path: '/metadata/annotations/kubernetes.io~1change-cause', value: 'why' },
    ]);
  });

  it.each<[ReturnType<typeof containerFault>, ContainerEdit]>([
    [undefined, edit(() => ({}))],
    ['image', edit(() => ({ image: 'not an image' }))],
    ['env', edit(() => ({ env: [row({ name: '1B' })] }))],
    ['env', edit(() => ({ env: [row({ source: 'secret', value: 'login' })] }))],
    ['twice', edit(() => ({ env: [row({}), row({ id: 10 })] }))],
    ['amount', edit(({ amounts }) => ({ amounts: { ...amounts, 'limits.cpu': 'much' } }))],
  ])('what stands in the way: %s', (fault, edited) => {
    expect(containerFault(edited)).toBe(fault);
  });
});
