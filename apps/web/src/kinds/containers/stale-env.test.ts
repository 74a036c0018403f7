import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import type { EnvVariable } from './read-env.ts';
import type { EnvSource } from './resolve-env.ts';
import { staleSince, startedAt, writtenAt } from './stale-env.ts';

const at = (minute: number) => `2026-01-01T00:0${minute}:00Z`;
const ms = (minute: number) => Date.parse(at(minute));
const entry = (minute: number, fields: object) => ({ manager: 'm', time: at(minute), fieldsV1: fields });
const DATA = { 'f:data': { 'f:a': {} } };

it.each<[string, object, number | undefined]>([
  ['the newest of those who write its values', { managedFields: [entry(2, DATA), entry(4, DATA)] }, ms(4)],
  ['not who writes its labels', { managedFields: [entry(2, DATA), entry(4, { 'f:metadata': {} })] }, ms(2)],
  ['its making, where nobody is named', { creationTimestamp: at(1) }, ms(1)],
  ['nothing is known', {}, undefined],
])('when values were written: %s', (_, metadata, expected) => {
  expect(writtenAt({ metadata: { name: 'a', ...metadata } })).toBe(expected);
});

const pod = (state: object, list = 'containerStatuses'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', uid: 'u' },
  status: {
    [list]: [
      { name: 'other', state: { running: { startedAt: at(9) } } },
      { name: 'app', state },
    ],
  },
});

it.each<[string, KubeObject | undefined, number | undefined]>([
  ['runs', pod({ running: { startedAt: at(3) } }), ms(3)],
  ['a sidecar', pod({ running: { startedAt: at(3) } }, 'initContainerStatuses'), ms(3)],
  ['waits', pod({ waiting: { reason: 'X' } }), undefined],
  ['a template', undefined, undefined],
])('when a container was started: %s', (_, of, expected) => {
  expect(startedAt(of, { name: 'app' })).toBe(expected);
});

const variable = (from: 'ConfigMap' | 'Secret', name = 'a'): EnvVariable => ({
  name: 'A',
  origin: { from, name, key: 'a', optional: false },
});
const sources = (written: number | undefined) => {
  const source: EnvSource = { state: 'read', values: new Map(), written };
  return { configMaps: new Map([['a', source]]), secrets: new Map<string, EnvSource>([['a', { state: 'refused' }]]) };
};

it.each<[string, EnvVariable, number | undefined, number | undefined, boolean]>([
  ['written after it started', variable('ConfigMap'), ms(3), ms(4), true],
  ['written before', variable('ConfigMap'), ms(3), ms(2), false],
  ['at the same second', variable('ConfigMap'), ms(3), ms(3), false],
  ['it does not run', variable('ConfigMap'), undefined, ms(4), false],
  ['not known', variable('ConfigMap'), ms(3), undefined, false],
  ['not read', variable('ConfigMap', 'b'), ms(3), ms(4), false],
  ['refused', variable('Secret'), ms(3), ms(4), false],
  ['of the manifest', { name: 'A', origin: { from: 'value', value: 'x' } }, ms(3), ms(4), false],
])('a variable that may be older than its object (OPS-103): %s', (_, of, started, written, stale) => {
  expect(staleSince(of, started, sources(written))).toBe(stale ? written : undefined);
});
