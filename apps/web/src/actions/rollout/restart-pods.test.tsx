import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { ActionTarget } from '../define-action.ts';
import action from '../restart.action.ts';
import { makerOf } from './made-again.ts';
import { restartDialog } from './restart-dialog.tsx';

const resource = fakeResource('v1/pods', 'Pod');
const target = (name: string): ActionTarget => ({ ref: { cluster: 'c', resource, namespace: 'ns', name } });
const owner = (kind: string) => [{ apiVersion: 'apps/v1', kind, name: `of-${kind}`, uid: 'o', controller: true }];
const pod = (name: string, metadata: object = {}, phase = 'Running'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'ns', uid: `uid-${name}`, ...metadata },
  status: { phase },
});
const PODS: Readonly<Record<string, KubeObject>> = {
  web: pod('web', { ownerReferences: owner('ReplicaSet') }),
  api: pod('api', { ownerReferences: owner('ReplicaSet') }),
  bare: pod('bare'),
};

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async (path: string) => {
    const found = PODS[path.split('/').at(-1) ?? ''];
    return found === undefined
      ? Response.json({ kind: 'Status', reason: 'NotFound', code: 404 }, { status: 404 })
      : Response.json(found);
  });
  await startAllWords();
});
afterEach(cleanup);

it.each([
  ['a ReplicaSet’s', pod('a', { ownerReferences: owner('ReplicaSet') }), true],
  ['one of no controller', pod('a'), false],
  ['one that a node has from a file', pod('a', { ownerReferences: owner('Node') }), false],
  ['one that has ended', pod('a', { ownerReferences: owner('Job') }, 'Succeeded'), false],
  [
    'one that is leaving',
    pod('a', { ownerReferences: owner('DaemonSet'), deletionTimestamp: '2026-01-01T00:00:00Z' }),
    false,
  ],
])('restart is offered of pods that are made again (OPS-098): %s', (_, object, offered) => {
  expect(makerOf(object) !== undefined).toBe(offered);
  expect(action.applies({ ...target('a'), object })).toBe(offered);
  expect(action.applies(target('a'))).toBe(true);
  expect(action.access?.(target('a'))).toMatchObject({ verb: 'delete', resource: 'pods' });
  expect(action.kubectl(target('a'), undefined)).toBe('kubectl delete pods a -n ns');
});

type Input = Parameters<NonNullable<typeof restartDialog.run>>[2];

function Probe({ targets, seen }: { readonly targets: readonly ActionTarget[]; readonly seen: { input: Input } }) {
  const [value, setValue] = useState(seen.input);
  seen.input = value;
  return <>{restartDialog.form?.view({ targets, value, onChange: setValue })}</>;
}

/** The dialog for pods of these names. */
function open(...names: readonly string[]) {
  const targets = names.map(target);
  const seen: { input: Input } = { input: restartDialog.form?.initial(targets) ?? { cause: '' } };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Probe targets={targets} seen={seen} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return {
    fault: () => restartDialog.form?.fault?.(seen.input, targets),
    plan: () => restartDialog.plan?.(targets, seen.input),
  };
}

it('says who makes them again, and stops at one that nobody does', async () => {
  const two = open('web', 'api');
  expect(two.fault()?.quiet).toBe(true);
  await screen.findByText('2 made again by ReplicaSet of-ReplicaSet');
  await waitFor(() => expect(two.fault()).toBeUndefined());
  expect(two.plan()).toEqual({ key: 'rollout:restart.pods', values: { count: 2 } });
  cleanup();
  const some = open('web', 'bare', 'gone');
  await waitFor(() =>
    expect(some.fault()).toEqual({ key: 'rollout:restart.lost', values: { count: 2, names: 'bare, gone' } }),
  );
});

it('deletes the pod that was meant, unless nothing makes it again by then', async () => {
  const sent: unknown[] = [];
  const run = (name: string) =>
    restartDialog.run?.(
      target(name),
      {
        navigate() {},
        copy: async () => {},
        request: async (path, init) => {
          if (init !== undefined) sent.push([init.method, path, JSON.parse(init.body ?? '')]);
          return PODS[name];
        },
      },
      { cause: '' },
    );
  await run('web');
  expect(sent).toEqual([
    [
      'DELETE',
      '/api/v1/namespaces/ns/pods/web',
      expect.objectContaining({ preconditions: { uid: 'uid-web' }, propagationPolicy: 'Background' }),
    ],
  ]);
  await expect(run('bare')).rejects.toMatchObject({ problem: { code: 'qd.api.conflict' } });
  expect(sent).toHaveLength(1);
});
