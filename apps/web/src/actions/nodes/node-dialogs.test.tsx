import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { cordon, uncordon } from './cordon-dialog.ts';
import { taint } from './taint-dialog.tsx';
import type { TaintInput } from './taint-input.ts';

const NODE: ActionTarget = {
  ref: {
    cluster: 'c',
    resource: fakeResource('v1/nodes', 'Node', { namespaced: false }),
    namespace: undefined,
    name: 'n1',
  },
};
const node: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1', uid: 'u', resourceVersion: '7' },
  spec: { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] },
};

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(() => {
  cleanup();
  undoMemory.forget('c');
});

/** What an action asks of the API server, and the node as it is after a write. */
function asked(spec: object = {}) {
  const calls: string[] = [];
  const api: ActionApi = {
    navigate() {},
    copy: async () => {},
    request: async (path, { method = 'GET', body = '' } = {}) => {
      calls.push(`${method} ${path} ${body}`.trim());
      return method === 'GET' ? node : { ...node, spec: { ...(node['spec'] as object), ...spec } };
    },
  };
  return { calls, api };
}

function Probe({ seen }: { readonly seen: { input: TaintInput } }) {
  const [value, setValue] = useState(seen.input);
  seen.input = value;
  return <>{taint.form?.view({ targets: [NODE], value, onChange: setValue })}</>;
}

it.each([
  ['cordon', cordon, '{"spec":{"unschedulable":true}}'],
  ['uncordon', uncordon, '{"spec":{"unschedulable":null}}'],
])('%s patches the node as kubectl does (OPS-182)', async (_, part, body) => {
  const { calls, api } = asked();
  await part.run?.(NODE, api, undefined);
  expect(calls).toEqual([
    'GET /api/v1/nodes/n1',
    `PATCH /api/v1/nodes/n1?fieldManager=quarterdeck&fieldValidation=Strict ${body}`,
  ]);
  expect(undoMemory.writes()).toEqual([]);
});

it('nodes that are cordoned are one write that can be taken back; a trial or one that changes nothing is none (OPS-066)', async () => {
  const { api } = asked({ unschedulable: true });
  await cordon.run?.(NODE, { ...api, isTrial: true }, undefined);
  expect(undoMemory.writes()).toEqual([]);
  for (const name of ['n1', 'n2']) await cordon.run?.({ ref: { ...NODE.ref, name } }, api, undefined);
  expect(undoMemory.writes().map(({ items }) => items.map(({ ref }) => ref.name))).toEqual([['n1', 'n2']]);
});

it('shows whom a taint would evict before it is written, and writes it over what the node is (OPS-185, T-82)', async () => {
  const pod = { metadata: { name: 'web', namespace: 'n', uid: 'u' }, spec: {}, status: { phase: 'Running' } };
  vi.stubGlobal('fetch', async (path: string) => Response.json(path.includes('/pods') ? { items: [pod] } : node));
  const seen: { input: TaintInput } = { input: { base: undefined, rows: [] } };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Probe seen={seen} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByText(/these taints evict none/);
  fireEvent.click(screen.getByRole('button', { name: 'Add a taint' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'Key of taint 2' }), { target: { value: 'maintenance' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Effect of taint 2' }), { target: { value: 'NoExecute' } });
  expect(screen.getByRole('status').textContent).toContain(
    '1 of the 1 pods on this node will be evicted:n/web at once',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Remove the taint dedicated' }));
  expect(taint.kubectl?.(NODE, seen.input)).toBe('kubectl taint nodes n1 maintenance:NoExecute dedicated:NoSchedule-');

  const { calls, api } = asked({ taints: [{ key: 'maintenance', effect: 'NoExecute' }] });
  await taint.run?.(NODE, { ...api, isTrial: true }, seen.input);
  expect(undoMemory.writes()).toEqual([]);
  calls.length = 0;
  await taint.run?.(NODE, api, seen.input);
  expect(calls).toEqual([
    'GET /api/v1/nodes/n1',
    'PATCH /api/v1/nodes/n1 {"metadata":{"resourceVersion":"7"},"spec":{"taints":[{"key":"maintenance","effect":"NoExecute"}]}}',
  ]);
  expect(undoMemory.writes()[0]?.items).toMatchObject([{ ref: { name: 'n1' }, before: node }]);
});
