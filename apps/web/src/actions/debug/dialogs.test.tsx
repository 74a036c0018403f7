import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { dockRequests } from '../../api/dock-requests.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { ActionApi, ActionDialogPart, ActionTarget } from '../define-action.ts';
import { dialog as attach } from './attach-dialog.tsx';
import { dialog as debugContainer } from './debug-container-dialog.tsx';
import { dialog as debugCopy } from './debug-copy-dialog.tsx';
import { dialog as nodeShell } from './node-shell-dialog.tsx';
import { dialog as throwAway } from './throw-away-dialog.tsx';

const target = (name: string, plural: string, kind: string, namespace?: string): ActionTarget => ({
  ref: {
    cluster: 'c',
    resource: {
      group: '',
      version: 'v1',
      resource: plural,
      kind,
      singular: '',
      shortNames: [],
      categories: [],
      namespaced: namespace !== undefined,
      verbs: ['get'],
    },
    namespace,
    name,
  },
});
const POD = target('web-0', 'pods', 'Pod', 'ns');
const NODE = target('node-1', 'nodes', 'Node');

let served: { subresources: string[]; pod: object; node: object; config: object; denied: string[] };
const posted: { path: string; body: unknown }[] = [];

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  await startAllWords();
});

beforeEach(() => {
  posted.length = 0;
  dockRequests.take();
  served = {
    subresources: ['pods', 'pods/ephemeralcontainers'],
    pod: {
      metadata: { name: 'web-0', namespace: 'ns', uid: 'u' },
      spec: {
        containers: [
          { name: 'main', image: 'a:1', stdin: true },
          { name: 'side', image: 'b:1' },
        ],
      },
      status: { phase: 'Running', containerStatuses: [{ name: 'main', state: { running: {} } }] },
    },
    node: { metadata: { name: 'node-1', uid: 'n', labels: { 'kubernetes.io/os': 'linux' } } },
    config: { nodeShell: true, debugImage: 'tools:1', throwAwaySeconds: 7200 },
    denied: [],
  };
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (path === '/api/config') return Response.json(served.config);
    if (path.endsWith('/api/v1'))
      return Response.json({ resources: served.subresources.map((name) => ({ name, kind: 'Pod' })) });
    if (path.endsWith('/pods/web-0')) return Response.json(served.pod);
    if (path.endsWith('/nodes/node-1')) return Response.json(served.node);
    if (path.includes('/selfsubjectrulesreviews'))
      return Response.json({ status: { resourceRules: [], incomplete: true } });
    if (path.includes('/selfsubjectaccessreviews')) {
      const { verb, subresource } = JSON.parse(String(init.body)).spec.resourceAttributes;
      const allowed = !served.denied.includes([verb, subresource].filter(Boolean).join(' '));
      return Response.json({ status: { allowed } });
    }
    if (path.endsWith('/throw-away')) {
      const body = JSON.parse(String(init.body));
      posted.push({ path, body });
      return Response.json({ id: 'id-1', namespace: body.namespace, name: body.pod.metadata.name, uid: 'made' });
    }
    return Response.json({ items: [{ metadata: { name: 'node-1' } }] });
  });
});
afterEach(cleanup);

interface Shown {
  readonly part: ActionDialogPart;
  readonly of: ActionTarget;
  readonly seen: { input: unknown };
}

function Probe({ part, of, seen }: Shown) {
  const [value, setValue] = useState(seen.input);
  seen.input = value;
  return <>{part.form?.view({ targets: [of], value, onChange: setValue })}</>;
}

/** The form of a dialog, and what it came to. */
function show(part: ActionDialogPart, of: ActionTarget) {
  const seen: Shown['seen'] = { input: part.form?.initial([of]) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Probe part={part} of={of} seen={seen} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return {
    fault: () => part.form?.fault?.(seen.input, [of]),
    command: () => part.kubectl?.(of, seen.input),
    run: (api: Partial<ActionApi>) =>
      part.run?.(of, { navigate() {}, copy: async () => {}, request: async () => served.pod, ...api }, seen.input),
  };
}

it('a debug container has the configured image and the main container for its target', async () => {
  const { fault, command, run } = show(debugContainer as ActionDialogPart, POD);
  await waitFor(() => expect(fault()).toBeUndefined());
  expect(command()).toMatch(
    /^kubectl debug web-0 -n ns -it --image=tools:1 --target=main --profile=general -c debugger-/,
  );
  const sent: { path: string; method?: string; body?: string; contentType?: string }[] = [];
  await run({
    request: async (path, init) => {
      sent.push({ path, ...init });
      return served.pod;
    },
  });
  expect(sent[0]).toMatchObject({
    path: '/api/v1/namespaces/ns/pods/web-0/ephemeralcontainers',
    method: 'PATCH',
    contentType: 'application/strategic-merge-patch+json',
  });
  expect(dockRequests.take()).toMatchObject([{ pod: 'web-0', podUid: 'u', mode: 'attach', waitForStart: true }]);
});

it.each([
  [
    'the server is too old',
    () => {
      served.subresources = ['pods'];
    },
    'debug:container.tooOld',
  ],
  [
    'the pod has ended',
    () => {
      served.pod = { ...served.pod, status: { phase: 'Succeeded' } };
    },
    'debug:container.ended',
  ],
  [
    'the right is missing',
    () => {
      served.denied = ['patch ephemeralcontainers'];
    },
    'denied.namespace',
  ],
] as const)('a debug container is explained away where %s', async (_name, given, key) => {
  given();
  const { fault } = show(debugContainer as ActionDialogPart, POD);
  await waitFor(() => expect(fault()?.key).toBe(key));
});

it('a throw-away pod is made by the BFF, and its terminal holds it', async () => {
  const { fault, command, run } = show(throwAway as ActionDialogPart, NODE);
  await waitFor(() => expect(fault()).toBeUndefined());
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'dns-test' } });
  fireEvent.change(screen.getByLabelText('Command'), { target: { value: "sh -c 'echo hi'" } });
  expect(command()).toBe(
    `kubectl run dns-test -n default -it --rm --restart=Never --image=tools:1 '--overrides={"spec":{"nodeName":"node-1"}}' -- sh -c 'echo hi'`,
  );
  await run({});
  expect(posted).toMatchObject([
    {
      path: '/api/clusters/c/throw-away',
      body: {
        namespace: 'default',
        pod: { spec: { nodeName: 'node-1', containers: [{ args: ['sh', '-c', 'echo hi'] }] } },
      },
    },
  ]);
  expect(dockRequests.take()).toMatchObject([
    { pod: 'dns-test', throwAway: 'id-1', mode: 'attach', waitForStart: true },
  ]);
  // a trial makes nothing
  const tried: string[] = [];
  await run({ isTrial: true, request: async (path) => void tried.push(path) });
  expect(tried).toEqual(['/api/v1/namespaces/default/pods']);
  expect(dockRequests.take()).toEqual([]);
  fireEvent.change(screen.getByLabelText('Image'), { target: { value: 'not an image' } });
  expect(fault()?.quiet).toBe(true);
});

it('a node shell waits for the typed name, and says why there is none', async () => {
  const { fault, command } = show(nodeShell as ActionDialogPart, NODE);
  await waitFor(() => expect(fault()).toMatchObject({ quiet: true }));
  fireEvent.change(screen.getByLabelText('Type “node-1” to go on'), { target: { value: 'node-1' } });
  await waitFor(() => expect(fault()).toBeUndefined());
  expect(command()).toBe(
    'kubectl debug node/node-1 -n default -it --image=tools:1 --profile=sysadmin -- chroot /host sh',
  );
  cleanup();
  served.config = { nodeShell: false };
  const off = show(nodeShell as ActionDialogPart, NODE);
  await waitFor(() => expect(off.fault()?.key).toBe('debug:nodeShell.off'));
  cleanup();
  served.config = { nodeShell: true };
  served.node = { metadata: { name: 'node-1', uid: 'n', labels: { 'kubernetes.io/os': 'windows' } } };
  const windows = show(nodeShell as ActionDialogPart, NODE);
  await waitFor(() => expect(windows.fault()?.key).toBe('debug:nodeShell.windows'));
});

it('a debug copy sleeps, is thrown away unless it is to stay, and opens a shell', async () => {
  const { fault, command, run } = show(debugCopy as ActionDialogPart, POD);
  await waitFor(() => expect(fault()).toBeUndefined());
  expect(command()).toMatch(
    /--copy-to=web-0-debug-\w+ --container=main --share-processes=false -- sleep 86400 && kubectl exec/,
  );
  await run({});
  expect(posted).toMatchObject([{ body: { pod: { spec: { containers: [{ command: ['sleep', '86400'] }, {}] } } } }]);
  expect(dockRequests.take()).toMatchObject([{ container: 'main', mode: 'exec', throwAway: 'id-1' }]);
  fireEvent.click(screen.getByLabelText('Delete it when its terminal ends'));
  await run({ request: async () => served.pod });
  expect(posted).toHaveLength(1);
  expect(dockRequests.take()[0]).not.toHaveProperty('throwAway');
});

it('attach says what a key would do, and that a container which does not run has no process', async () => {
  const { fault, run } = show(attach as ActionDialogPart, POD);
  await screen.findByText(/Ctrl-C may end it/);
  expect(fault()).toBeUndefined();
  await run({});
  expect(dockRequests.take()).toMatchObject([{ container: 'main', mode: 'attach' }]);
  fireEvent.change(screen.getByLabelText('Container'), { target: { value: 'side' } });
  await waitFor(() => expect(fault()?.key).toBe('debug:attach.notRunning'));
});
