import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { editableText } from '../../api/writes/editable-text.ts';
import type { Fault } from '../../api/writes/fault.ts';
import { readText } from '../../api/writes/read-text.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import ReviewDialog from './review-dialog.tsx';

const resource = {
  group: '',
  version: 'v1',
  resource: 'secrets',
  kind: 'Secret',
  singular: 'secret',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
};
const target = { cluster: 'c', resource, namespace: 'n', name: 'db' };
const secret = (version: string, password: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'db',
    namespace: 'n',
    uid: 'u',
    resourceVersion: version,
    managedFields: [{ manager: 'argocd', operation: 'Apply', fieldsV1: { 'f:data': { 'f:password': {} } } }],
  },
  data: { password },
});

beforeAll(async () => {
  // jsdom lacks what Mantine and CodeMirror ask of a browser
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  Range.prototype.getClientRects = () => document.createElement('i').getClientRects();
  await startAllWords();
});
afterEach(cleanup);

/** A server of one secret. */
function serve(first: KubeObject, refusal?: object) {
  let live = first;
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    if (method === 'GET') return Response.json(live);
    sent.push(`${method} ${new URL(path, 'http://x').search}`);
    if (refusal) return Response.json(refusal, { status: 422 });
    const object = { ...live, ...(readText(String(body)).object as KubeObject) };
    const result = { ...object, metadata: { ...live.metadata, resourceVersion: '9' } };
    if (!path.includes('dryRun=All')) live = result;
    return Response.json(result, { headers: { warning: '299 - "it is \\"old\\""' } });
  });
  return {
    sent,
    set: (object: KubeObject) => {
      live = object;
    },
  };
}

function open(text: string, base: KubeObject) {
  const told = {
    written: [] as KubeObject[],
    faults: [] as (readonly Fault[])[],
    goTo: [] as (Fault | undefined)[],
    texts: [] as string[],
    closed: 0,
  };
  render(
    <MantineProvider env="test">
      <ReviewDialog
        target={target}
        text={text}
        base={base}
        method="replace"
        onWritten={(object) => told.written.push(object)}
        onFaults={(faults, goTo) => {
          told.faults.push(faults);
          if (goTo) told.goTo.push(goTo);
        }}
        onText={(changed) => told.texts.push(changed)}
        onClose={() => {
          told.closed += 1;
        }}
      />
    </MantineProvider>,
  );
  return told;
}

it('shows what would change with secrets masked, whose fields they are, and the server’s warnings; then writes', async () => {
  const { sent } = serve(secret('5', 'b2xk'));
  const told = open(editableText(secret('5', 'bmV3')), secret('5', 'b2xk'));
  expect(await screen.findByText('One field changes.')).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/b2xk|bmV3/);
  expect(screen.getByText(/The API server warns: it is "old"/)).toBeTruthy();
  const taken = screen.getByRole('region', { name: 'Fields that others wrote last' });
  expect(taken.textContent).toContain('argocd (server-side apply): data.password');
  expect(screen.getByText('kubectl replace -n n -f db.yaml')).toBeTruthy();
  expect(sent).toEqual(['PUT ?fieldManager=quarterdeck&fieldValidation=Strict&dryRun=All']);
  expect(told.written).toEqual([]);

  await userEvent.click(screen.getByRole('switch', { name: 'Reveal secret values' }));
  await waitFor(() => expect(document.body.textContent).toMatch(/bmV3/));
  await userEvent.click(screen.getByRole('button', { name: 'Write' }));
  expect((await screen.findByRole('status')).textContent).toContain('It is written.');
  expect(told.written).toHaveLength(1);
});

it('a refusal stands at its field and leads to its line', async () => {
  serve(secret('5', 'b2xk'), {
    kind: 'Status',
    reason: 'Invalid',
    code: 422,
    message: 'x',
    details: {
      causes: [{ reason: 'FieldValueInvalid', field: 'type', message: 'Invalid value: "b": field is immutable' }],
    },
  });
  const told = open(`${editableText(secret('5', 'b2xk'))}type: b\n`, secret('5', 'b2xk'));
  expect((await screen.findByRole('alert')).textContent).toContain('type cannot change once the object is there');
  expect(told.faults.at(-1)).toEqual([expect.objectContaining({ path: ['type'], severity: 'error' })]);
  await userEvent.click(screen.getByRole('button', { name: 'Go to the line' }));
  expect(told.goTo).toEqual([expect.objectContaining({ path: ['type'] })]);
  expect(told.closed).toBe(1);
});

it('both sides of a conflict stand beside what was, values hidden; nothing goes on without a choice', async () => {
  const server = serve(secret('5', 'b2xk'));
  server.set(secret('6', 'dGhlaXJz'));
  const told = open(editableText(secret('5', 'bWluZQ==')), secret('5', 'b2xk'));
  const conflict = await screen.findByRole('group', { name: 'Conflict 1: what holds?' });
  expect(document.body.textContent).not.toMatch(/b2xk|dGhlaXJz|bWluZQ/);
  const go = screen.getByRole<HTMLButtonElement>('button', { name: 'Review the merged text' });
  expect(go.disabled).toBe(true);
  expect(server.sent).toEqual([]);
  await userEvent.click(within(conflict).getByRole('radio', { name: /^Theirs/ }));
  await userEvent.click(go);
  expect(told.texts[0]).toContain('dGhlaXJz');
  expect(await screen.findByText(/Nothing would change/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Write' }).disabled).toBe(true);
});
