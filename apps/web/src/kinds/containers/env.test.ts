import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { configMapsOf, readEnv, secretsOf } from './read-env.ts';
import { type EnvSource, resolveEnv } from './resolve-env.ts';

const container = {
  name: 'app',
  resources: { limits: { cpu: '250m', memory: '64Mi' } },
  envFrom: [{ prefix: 'P_', configMapRef: { name: 'all' } }, { secretRef: { name: 'keys', optional: true } }],
  env: [
    { name: 'PLAIN', value: 'x' },
    { name: 'EMPTY' },
    { name: 'MAP', valueFrom: { configMapKeyRef: { name: 'cm', key: 'a' } } },
    { name: 'MAP_GONE', valueFrom: { configMapKeyRef: { name: 'cm', key: 'z', optional: true } } },
    { name: 'NO_MAP', valueFrom: { configMapKeyRef: { name: 'none', key: 'a' } } },
    { name: 'SECRET', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app.kubernetes.io/name']" } } },
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'IPS', valueFrom: { fieldRef: { fieldPath: 'status.podIPs' } } },
    { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
    { name: 'CPU_M', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
    { name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
    { name: 'REQ', valueFrom: { resourceFieldRef: { resource: 'requests.cpu' } } },
    { name: 'DISK', valueFrom: { resourceFieldRef: { resource: 'limits.ephemeral-storage' } } },
    { name: 'FILE', valueFrom: { fileKeyRef: { path: 'x' } } },
  ],
};
const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', uid: 'u', labels: { 'app.kubernetes.io/name': 'web' } },
  spec: { nodeName: 'n1' },
  status: { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] },
};
const variables = readEnv(container);
const read = (values: Record<string, string>): EnvSource => ({
  state: 'read',
  values: new Map(Object.entries(values)),
});

function resolved(of: KubeObject | undefined, secrets: ReadonlyMap<string, EnvSource> = new Map()) {
  const configMaps = new Map<string, EnvSource>([
    ['cm', read({ a: 'green' })],
    ['all', read({ x: '1', y: '2' })],
    ['none', { state: 'missing' }],
  ]);
  const given = { pod: of, spec: pod['spec'], container, sources: { configMaps, secrets } };
  return Object.fromEntries(variables.map((variable) => [variable.name, resolveEnv(variable, given)]));
}

describe('environment', () => {
  test('names the objects that it needs, each once', () => {
    expect(configMapsOf(variables)).toEqual(['all', 'cm', 'none']);
    expect(secretsOf(variables)).toEqual(['keys', 's']);
  });

  test('of a running pod is resolved, and what cannot be is told apart', () => {
    expect(resolved(pod)).toEqual({
      P_: { state: 'keys', keys: ['P_x', 'P_y'] },
      '': { state: 'masked' },
      PLAIN: { state: 'known', text: 'x' },
      EMPTY: { state: 'known', text: '' },
      MAP: { state: 'known', text: 'green' },
      MAP_GONE: { state: 'noKey', optional: true },
      NO_MAP: { state: 'noObject', optional: false },
      SECRET: { state: 'masked' },
      LABEL: { state: 'known', text: 'web' },
      NODE: { state: 'known', text: 'n1' },
      IPS: { state: 'known', text: '10.0.0.1,fd00::1' },
      CPU: { state: 'known', text: '1' },
      CPU_M: { state: 'known', text: '250' },
      MEM: { state: 'known', text: '64' },
      REQ: { state: 'known', text: '0' },
      DISK: { state: 'ofNode' },
      FILE: { state: 'unread' },
    });
  });

  test('of a template has no fields yet', () => {
    expect(resolved(undefined)['NODE']).toEqual({ state: 'unread' });
  });

  test("a Secret's keys are looked at, its values never", () => {
    const secrets = new Map<string, EnvSource>([
      ['s', read({ other: '' })],
      ['keys', { state: 'refused' }],
    ]);
    expect(resolved(pod, secrets)['SECRET']).toEqual({ state: 'noKey', optional: false });
    expect(resolved(pod, secrets)['']).toEqual({ state: 'refused' });
    expect(resolved(pod, new Map([['s', read({ k: 'never kept, never shown' })]]))['SECRET']).toEqual({
      state: 'masked',
    });
  });

  test.each([null, 7, { env: 'x', envFrom: {} }, { env: [null, 3, { valueFrom: 5 }], envFrom: [null] }])(
    'survives %j',
    (odd) => {
      for (const variable of readEnv(odd))
        resolveEnv(variable, {
          pod,
          spec: odd,
          container: odd,
          sources: { configMaps: new Map(), secrets: new Map() },
        });
    },
  );
});
