import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { ActionTarget } from '../define-action.ts';
import { scale } from './scale-dialog.tsx';
import type { ScaleInput } from './scale-input.ts';

const target = (name: string): ActionTarget => ({
  ref: { cluster: 'c', resource: fakeResource('apps/v1/statefulsets', 'StatefulSet'), namespace: 'ns', name },
});
const STATE: Readonly<Record<string, object>> = {
  db: { spec: { replicas: 3, volumeClaimTemplates: [{}] }, status: { replicas: 3 } },
  queue: { spec: { replicas: 0 }, annotations: { 'quarterdeck.dev/replicas-before-zero': '5' } },
};
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'own', uid: 'o', controller: true };
const owners: Readonly<Record<string, object>> = {
  queue: { ...DEPLOYMENT, apiVersion: 'example.com/v1', kind: 'Queue' },
  part: DEPLOYMENT,
};
const scaler = {
  metadata: { name: 'by-load' },
  spec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' } },
};

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.includes('horizontalpodautoscalers')) return Response.json({ items: [scaler] });
    const name = /statefulsets\/([^/?]+)/.exec(path)?.[1] ?? '';
    if (name === 'gone') return new Response('{}', { status: 404 });
    const { annotations, ...rest } = { annotations: {}, ...STATE[name] };
    return Response.json({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name, uid: name, annotations, ownerReferences: owners[name] === undefined ? [] : [owners[name]] },
      ...rest,
    });
  });
  await startAllWords();
});
afterEach(cleanup);

interface Seen {
  input: ScaleInput;
}

function Probe({ targets, seen }: { readonly targets: readonly ActionTarget[]; readonly seen: Seen }) {
  const [value, setValue] = useState(seen.input);
  seen.input = value;
  return <>{scale.form?.view({ targets, value, onChange: setValue })}</>;
}

function open(targets: readonly ActionTarget[]): Seen {
  const seen: Seen = { input: { restore: false, agreed: false } };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Probe targets={targets} seen={seen} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return seen;
}

it('shows of many from how many to how many, and gives each what it had (OPS-091)', async () => {
  const targets = [target('db'), target('queue')];
  const seen = open(targets);
  const table = await screen.findByRole('table', { name: 'What is scaled' });
  const rows = () =>
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole('cell')
          .map((cell) => cell.textContent),
      );
  expect(rows()).toEqual([
    ['ns/db', '3', '…', 'by-load'],
    ['ns/queue', '0', '…', '–'],
  ]);
  fireEvent.change(screen.getByLabelText('Replicas'), { target: { value: '0' } });
  expect(rows().map(([, , then]) => then)).toEqual(['0', '0']);
  expect(screen.getByText(/by-load decides how many replicas db has. At 0 it is switched off/)).toBeTruthy();
  expect(screen.getByText(/All pods of 1 of these end/)).toBeTruthy();
  expect(scale.form?.fault?.(seen.input, targets)).toBeDefined();
  fireEvent.click(screen.getByRole('checkbox', { name: 'Yes, end all their pods' }));
  expect(scale.form?.fault?.(seen.input, targets)).toBeUndefined();
  fireEvent.click(screen.getByRole('checkbox', { name: /Each as many as it had/ }));
  expect(rows().map(([, , then]) => then)).toEqual(['3', '5']);
  expect(targets.map((each) => scale.kubectl?.(each, seen.input))).toEqual([
    'kubectl scale statefulsets.apps db -n ns --replicas=3',
    'kubectl scale statefulsets.apps queue -n ns --replicas=5',
  ]);
});

it('says what becomes of the claims, and whose number it is', async () => {
  open([target('db')]);
  fireEvent.change(await screen.findByLabelText('Replicas'), { target: { value: '1' } });
  expect(screen.getByText(/PersistentVolumeClaims stay, with the data/)).toBeTruthy();
  expect(screen.getByText(/by-load keeps db between 2 and 4: it sets the number back/)).toBeTruthy();
});

it('scales those of many that it can, and names the others and who else may set the number (OPS-092)', async () => {
  const targets = ['gone', 'part', 'queue'].map(target);
  const seen = open(targets);
  expect(await screen.findByText('gone could not be read and is not scaled.')).toBeTruthy();
  expect(screen.getByText(/^part belongs to Deployment own, .* it is left as it is\.$/)).toBeTruthy();
  expect(screen.getByText('queue belongs to Queue own, which may set the number back.')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Replicas'), { target: { value: '2' } });
  expect(scale.form?.fault?.(seen.input, targets)).toBeUndefined();
  expect(scale.plan?.(targets, seen.input).values).toMatchObject({ count: 1, of: 3, more: 2, fewer: 0 });
});
