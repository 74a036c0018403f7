import { MantineProvider } from '@mantine/core';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { ActionDialogPart, ActionRequest, ActionTarget } from '../define-action.ts';
import { containerDialog } from './container-dialog.tsx';
import { pauseDialog, resumeDialog } from './plain-dialogs.ts';
import { restartDialog } from './restart-dialog.tsx';
import { rollbackDialog } from './rollback-dialog.tsx';
import { setImageDialog } from './set-image-dialog.tsx';
import { strategyDialog } from './strategy-dialog.tsx';

const target: ActionTarget = {
  ref: { cluster: 'c', resource: fakeResource('apps/v1/deployments', 'Deployment'), namespace: 'ns', name: 'web' },
};
let refuse: (() => void) | undefined;
let served: KubeObject;
let sets: readonly object[];
/** the page's object, which may be older than what is served */
let paged: KubeObject | undefined;

const sent: (ActionRequest & { path: string })[] = [];

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
beforeEach(() => {
  sent.length = 0;
  sets = [];
  refuse = undefined;
  paged = undefined;
  served = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'ns', uid: 'dep' },
    spec: { replicas: 4, template: { spec: { containers: [{ name: 'web', image: 'web:v1' }] } } },
  };
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.includes('/replicasets')) return Response.json({ items: sets });
    return Response.json(served);
  });
});
afterEach(cleanup);

interface Shown {
  readonly part: ActionDialogPart;
  readonly seen: { input: unknown };
}

function Probe({ part, seen }: Shown) {
  const [value, setValue] = useState(seen.input);
  seen.input = value;
  return (
    <>
      {part.form?.view({
        targets: [paged === undefined ? target : { ...target, object: paged }],
        value,
        onChange: setValue,
      })}
    </>
  );
}

/** The form of a dialog, and what it came to. */
function show(part: ActionDialogPart) {
  const seen: Shown['seen'] = { input: part.form?.initial([target]) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Probe part={part} seen={seen} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const request = async (path: string, init: ActionRequest = {}) => {
    if (init.method !== undefined) sent.push({ ...init, path });
    if (init.method === 'PATCH') refuse?.();
    return served;
  };
  return {
    fault: () => part.form?.fault?.(seen.input, [target]),
    plan: () => part.plan?.([target], seen.input)?.key,
    command: () => part.kubectl?.(target, seen.input),
    run: async () => {
      await part.run?.(target, { navigate() {}, copy: async () => {}, request }, seen.input);
      return { type: sent[0]?.contentType, body: JSON.parse(sent[0]?.body ?? 'null') as unknown };
    },
  };
}

const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

it('sets an image with its cause, as kubectl set image and annotate (TUT-21, CTL-36)', async () => {
  const { fault, command, plan, run } = show(setImageDialog as ActionDialogPart);
  await screen.findByLabelText('Image of web');
  expect(fault()?.quiet).toBe(true);
  type('Image of web', 'web:v2');
  type('Change-cause', 'to v2');
  expect(fault()).toBeUndefined();
  expect(plan()).toBe('rollout:image.plan');
  expect(command()).toBe(
    "kubectl set image deployments.apps/web -n ns web=web:v2 && kubectl annotate --overwrite deployments.apps/web -n ns 'kubernetes.io/change-cause=to v2'",
  );
  expect(await run()).toEqual({
    type: 'application/strategic-merge-patch+json',
    body: {
      metadata: { annotations: { 'kubernetes.io/change-cause': 'to v2' } },
      spec: { template: { spec: { containers: [{ name: 'web', image: 'web:v2' }] } } },
    },
  });
});

it('updates and pauses in one write, and refuses what is no image (OPS-097)', async () => {
  const { fault, command, plan, run } = show(setImageDialog as ActionDialogPart);
  await screen.findByLabelText('Image of web');
  type('Image of web', 'no image');
  expect(fault()?.quiet).toBe(true);
  type('Image of web', 'web:v3');
  fireEvent.click(screen.getByRole('checkbox'));
  expect(plan()).toBe('rollout:image.planPaused');
  expect(command()).toMatch(/^kubectl rollout pause deployments.apps\/web -n ns && kubectl set image /);
  expect((await run()).body).toMatchObject({ spec: { paused: true } });
});

it('edits image, amounts and variables of a container in one write (TUT-21)', async () => {
  const { fault, plan, command, run } = show(containerDialog as ActionDialogPart);
  await screen.findByLabelText('Image of web');
  expect(fault()?.quiet).toBe(true);
  type('Memory limit', '64 MB');
  expect(fault()?.key).toBe('rollout:edit.fault.amount');
  type('Memory limit', '64Mi');
  fireEvent.click(screen.getByRole('button', { name: 'Add a variable' }));
  expect(fault()?.key).toBe('rollout:edit.fault.env');
  type('Name', 'LEVEL');
  fireEvent.change(screen.getByLabelText('Source'), { target: { value: 'configMap' } });
  type('Name of the object', 'conf');
  type('Key', 'level');
  expect(fault()).toBeUndefined();
  expect(plan()).toBe('rollout:edit.plan');
  expect(command()).toMatch(/^kubectl patch deployments.apps web -n ns --type=json -p /);
  expect(await run()).toEqual({
    type: 'application/json-patch+json',
    body: [
      { op: 'test', path: '/metadata/uid', value: 'dep' },
      {
        op: 'add',
        path: '/spec/template/spec/containers/0/env',
        value: [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'conf', key: 'level' } } }],
      },
      { op: 'add', path: '/spec/template/spec/containers/0/resources', value: { limits: { memory: '64Mi' } } },
    ],
  });
});

it('says what a strategy comes to in pods before it is saved (OPS-099, CTL-38)', async () => {
  const { fault, run } = show(strategyDialog as ActionDialogPart);
  const bounds = await screen.findByRole('status');
  expect(bounds.textContent).toBe('Of 4 wanted: at least 3 available, at most 5 pods while it rolls out');
  expect(fault()?.quiet).toBe(true);
  type('maxSurge', '0');
  type('maxUnavailable', '0');
  expect(fault()?.key).toBe('rollout:strategy.refused');
  type('maxUnavailable', 'two');
  expect(fault()?.key).toBe('rollout:strategy.amount');
  type('maxUnavailable', '50%');
  expect(screen.getByRole('status').textContent).toContain('at least 2 available, at most 4 pods');
  expect(fault()).toBeUndefined();
  expect((await run()).body).toEqual({
    spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '50%' } } },
  });
});

it('has nowhere to roll back to without an older revision (CTL-35)', async () => {
  const { fault } = show(rollbackDialog() as ActionDialogPart);
  await waitFor(() => expect(fault()?.key).toBe('rollout:rollback.alone'));
});

const set = (number: number, template = templateOf(`web:v${number}`)) => ({
  metadata: {
    name: `web-${number}`,
    uid: `rs-${number}`,
    ownerReferences: [{ uid: 'dep', controller: true }],
    annotations: { 'deployment.kubernetes.io/revision': `${number}` },
  },
  spec: { template: { ...template, metadata: { labels: { app: 'web', 'pod-template-hash': `h${number}` } } } },
});
const templateOf = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image }] },
});
/** As the API server has it that runs revision `image`, at its nth change. */
const withTemplate = (image: string, generation: number, spec: object = {}): KubeObject => ({
  ...served,
  metadata: { ...served.metadata, generation },
  spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: templateOf(image), ...spec },
  status: { observedGeneration: generation },
});
const PATCH_REFUSED = problem('qd.api.invalid', 'The API server answered 422', {
  detail: 'the server rejected our request due to an error in our request',
});

describe('a rollback (CTL-35, OPS-096)', () => {
  it('goes to the revision that was asked for, also when the page is behind', async () => {
    sets = [1, 2, 3, 4, 5].map((number) => set(number));
    served = withTemplate('web:v5', 5);
    paged = withTemplate('web:v4', 4);
    const { fault, command, run } = show(rollbackDialog(1) as ActionDialogPart);
    expect(fault()?.key).toBe('rollout:rollback.reading');
    await waitFor(() => expect(fault()).toBeUndefined());
    expect(command()).toBe('kubectl rollout undo deployments.apps/web -n ns --to-revision=1');
    expect(screen.getByText(/becomes revision 6/)).toBeTruthy();
    expect((await run()).body).toEqual([
      { op: 'test', path: '/metadata/generation', value: 5 },
      { op: 'test', path: '/metadata/uid', value: 'dep' },
      { op: 'replace', path: '/spec/template', value: templateOf('web:v1') },
    ]);
  });

  it('of an update that waits, paused, goes to what runs: of the new template there is no ReplicaSet (CTL-34)', async () => {
    sets = [set(1), set(2)];
    served = withTemplate('web:v3', 3, { paused: true });
    const { fault, command } = show(rollbackDialog(undefined, true) as ActionDialogPart);
    await waitFor(() => expect(fault()).toBeUndefined());
    expect(command()).toContain('--to-revision=2');
    expect(screen.queryByText(/becomes revision/)).toBeNull();
  });

  it('is a conflict when somebody changed the template since; an autoscaler does not matter', async () => {
    sets = [set(1), set(2)];
    served = withTemplate('web:v2', 2);
    const { fault, run } = show(rollbackDialog() as ActionDialogPart);
    await waitFor(() => expect(fault()).toBeUndefined());
    served = withTemplate('web:v3', 3);
    await expect(run()).rejects.toMatchObject({ problem: { code: 'qd.api.conflict' } });
    expect(sent).toEqual([]);
    served = withTemplate('web:v2', 3, { replicas: 9 });
    refuse = () => {
      throw new ProblemError(PATCH_REFUSED);
    };
    await expect(run()).rejects.toMatchObject({ problem: { code: 'qd.api.conflict' } });
    refuse = undefined;
    sent.length = 0;
    expect((await run()).body).toMatchObject([{ value: 3 }, { value: 'dep' }, { op: 'replace' }]);
  });
});

it('edits the container as it is, not as an older page has it', async () => {
  served = withTemplate('web:v2', 2);
  paged = withTemplate('web:v1', 1);
  const { run } = show(containerDialog as ActionDialogPart);
  expect(await screen.findByLabelText('Image of web')).toHaveProperty('value', 'web:v2');
  type('Memory limit', '64Mi');
  expect(JSON.stringify((await run()).body)).not.toContain('image');
});

it.each([
  [restartDialog, 'kubectl rollout restart deployments.apps/web -n ns', 'strategic-merge', /restartedAt/],
  [pauseDialog, 'kubectl rollout pause deployments.apps/web -n ns', 'merge', /"paused":true/],
  [resumeDialog, 'kubectl rollout resume deployments.apps/web -n ns', 'merge', /"paused":null/],
] as const)('writes what kubectl writes: %#', async (part, kubectl, patch, body) => {
  const { command, run } = show(part as ActionDialogPart);
  expect(command()).toBe(kubectl);
  const done = await run();
  expect(done.type).toBe(`application/${patch}-patch+json`);
  expect(JSON.stringify(done.body)).toMatch(body);
});

it('restarts for a reason that the history tells (CTL-36)', async () => {
  const { command, run } = show(restartDialog as ActionDialogPart);
  type('Change-cause', ' new certificate ');
  expect(command()).toBe(
    "kubectl rollout restart deployments.apps/web -n ns && kubectl annotate --overwrite deployments.apps/web -n ns 'kubernetes.io/change-cause=new certificate'",
  );
  expect((await run()).body).toMatchObject({
    metadata: { annotations: { 'kubernetes.io/change-cause': 'new certificate' } },
    spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': expect.any(String) } } } },
  });
});
