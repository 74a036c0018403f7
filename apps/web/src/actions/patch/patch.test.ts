import { describe, expect, it } from 'vitest';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import type { ActionRequest, ActionTarget } from '../define-action.ts';
import patch from '../patch.action.tsx';
import { initialPatch, type PatchType, takesStrategic } from './patch-input.ts';
import { readPatch } from './read-patch.ts';
import { writePatch } from './write-patch.ts';

function targetOf(group: string, resource: string): ActionTarget {
  const kind: DiscoveredResource = {
    group,
    version: 'v1',
    resource,
    kind: 'Any',
    singular: '',
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: ['get', 'patch'],
  };
  return { ref: { cluster: 'c', resource: kind, namespace: 'team', name: 'web' } };
}

describe('OPS-073: a patch', () => {
  it.each<[PatchType, string, ReturnType<typeof readPatch>]>([
    ['merge', 'spec:\n  replicas: 3 # three\n', { body: '{"spec":{"replicas":3}}' }],
    ['merge', '{"a": null}', { body: '{"a":null}' }],
    ['merge', 'data: {on: no, mode: 0644}', { body: '{"data":{"true":false,"mode":420}}' }],
    ['strategic', '- a', { fault: 'notMap' }],
    ['json', '- {op: add, path: /a, value: "1"}', { body: '[{"op":"add","path":"/a","value":"1"}]' }],
    ['json', 'op: add', { fault: 'notList' }],
    ['json', '', { fault: 'empty' }],
    ['merge', '# only words', { fault: 'empty' }],
    ['merge', 'a: 1\n---\nb: 2\n', { fault: 'invalid', why: '---' }],
  ])('%s: %j', (type, text, expected) => {
    expect(readPatch(type, text)).toEqual(expected);
  });

  it('text that is no YAML is told with the reason', () => {
    expect(readPatch('merge', 'a: [')).toMatchObject({
      fault: 'invalid',
      why: expect.stringContaining('Flow sequence'),
    });
  });

  it('strategic is for Kubernetes’ own kinds; others begin with merge', () => {
    for (const group of ['', 'apps', 'networking.k8s.io']) expect(takesStrategic(targetOf(group, 'x'))).toBe(true);
    for (const group of ['example.com', 'gateway.networking.k8s.io', 'metrics.k8s.io'])
      expect(takesStrategic(targetOf(group, 'x'))).toBe(false);
    expect(initialPatch([targetOf('example.com', 'lanterns')]).type).toBe('merge');
    expect(initialPatch([targetOf('apps', 'deployments')]).type).toBe('strategic');
  });

  it.each([
    ['strategic', 'application/strategic-merge-patch+json'],
    ['merge', 'application/merge-patch+json'],
    ['json', 'application/json-patch+json'],
  ] as const)('%s sends exactly the body that is shown, as %s', async (type, contentType) => {
    const sent: (ActionRequest & { path: string })[] = [];
    const object: KubeObject = { apiVersion: 'v1', kind: 'Any', metadata: { name: 'web', uid: '1' } };
    await writePatch(
      targetOf('apps', 'deployments'),
      { type, text: '', body: '{"a":1}' },
      {
        isTrial: true,
        request: async (path, init = {}) => {
          sent.push({ path, ...init });
          return object;
        },
      },
    );
    expect(sent[1]).toEqual({
      path: '/apis/apps/v1/namespaces/team/deployments/web?fieldManager=quarterdeck&fieldValidation=Strict',
      method: 'PATCH',
      contentType,
      body: '{"a":1}',
    });
  });

  it('shows the command, quoted for a shell', () => {
    const input = { type: 'merge', text: '', body: `{"a":"it's"}` } as const;
    expect(patch.kubectl(targetOf('apps', 'deployments'), input)).toBe(
      `kubectl patch deployments.apps web -n team --type=merge -p '{"a":"it'\\''s"}'`,
    );
  });
});
