import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { AccessFields } from './access-fields.ts';
import AccessPage from './access-page.tsx';

const ROLES = '/apis/rbac.authorization.k8s.io/v1';
const rule = { verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] };
const forbidden = () =>
  Response.json({ kind: 'Status', status: 'Failure', reason: 'Forbidden', message: 'no', code: 403 }, { status: 403 });

let asked: string[] = [];
let answers: Map<string, unknown>;

beforeAll(async () => {
  await startAllWords();
});
beforeEach(() => {
  asked = [];
  answers = new Map<string, unknown>([
    [`${ROLES}/clusterroles`, [{ metadata: { name: 'reader' }, rules: [rule] }]],
    [
      `${ROLES}/clusterrolebindings`,
      [
        {
          metadata: { name: 'dev:cluster-sa-admin' },
          roleRef: { kind: 'ClusterRole', name: 'reader' },
          subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'a' }],
        },
      ],
    ],
    [`${ROLES}/roles`, []],
    [`${ROLES}/rolebindings`, []],
    [
      '/api/v1/serviceaccounts',
      [{ metadata: { name: 'robot', namespace: 'a' } }, { metadata: { name: 'idle', namespace: 'a' } }],
    ],
    ['/api/v1/namespaces', [{ metadata: { name: 'a' } }]],
    ['/api', { kind: 'APIVersions', versions: ['v1'] }],
    ['/apis', { kind: 'APIGroupList', groups: [] }],
    [
      '/api/v1',
      {
        kind: 'APIResourceList',
        resources: [{ name: 'secrets', kind: 'Secret', namespaced: true, verbs: ['get', 'list', 'create'] }],
      },
    ],
  ]);
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  // jsdom lays nothing out: rows are in sight when the scroller has a height
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    const path = (url.split('/k8s')[1] ?? url).split('?')[0] ?? '';
    asked.push(path);
    if (path.endsWith('selfsubjectrulesreviews')) {
      const { namespace } = JSON.parse(String(init?.body)).spec;
      return Response.json({ status: { resourceRules: namespace === 'a' ? [rule] : [], incomplete: false } });
    }
    if (path.endsWith('accessreviews')) {
      const { user = '' } = JSON.parse(String(init?.body)).spec;
      return Response.json({ status: { allowed: user !== 'system:serviceaccount:a:robot', reason: 'because' } });
    }
    const found = answers.get(path);
    if (found === undefined) return forbidden();
    return Response.json(Array.isArray(found) ? { items: found } : found);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function show(fields: AccessFields, namespaces: readonly string[] | null = ['a']) {
  const onFields = vi.fn<(patch: AccessFields) => void>();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <AccessPage cluster="demo" namespaces={namespaces} fields={fields} onFields={onFields} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return onFields;
}

describe('my permissions', () => {
  it('shows what is allowed in the namespace, and asks the API server about anything', async () => {
    show({});
    const grid = await screen.findByRole('grid', { name: 'What I may do in a' });
    const row = await within(grid).findByRole('row', { name: /^secrets/ });
    expect(
      within(row)
        .getAllByRole('gridcell')
        .map(({ title, firstElementChild }) => title || firstElementChild?.getAttribute('title')),
    ).toEqual(expect.arrayContaining(['allowed', 'not allowed', 'there is no such verb']));
    await userEvent.click(row);
    await userEvent.click(screen.getByRole('button', { name: 'Ask the API server' }));
    expect(await screen.findByText('Yes')).toBeDefined();
    expect(screen.getByText('kubectl auth can-i get secrets -n a')).toBeDefined();
  });
});

describe('who can', () => {
  it('names the binding, compares with the API server, and says where that differs', async () => {
    show({ tab: 'who', verb: 'get', what: 'secrets', ns: 'a' });
    const grid = await screen.findByRole('grid', { name: 'Who can do it' });
    const row = within(grid).getByRole('row', { name: /a\/robot/ });
    expect(within(row).getByText('dev:cluster-sa-admin')).toBeDefined();
    expect(await within(row).findByText('says no')).toBeDefined();
    expect(await within(within(grid).getByRole('row', { name: /system:masters/ })).findByText('agrees')).toBeDefined();
  });

  it('who may read one namespace only is told what is missing, and asks for no more than that', async () => {
    for (const list of ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'])
      answers.delete(`${ROLES}/${list}`);
    answers.delete('/api/v1/serviceaccounts');
    answers.set(`${ROLES}/namespaces/a/rolebindings`, [
      {
        metadata: { name: 'in', namespace: 'a' },
        roleRef: { kind: 'ClusterRole', name: 'edit' },
        subjects: [{ kind: 'User', name: 'ann' }],
      },
    ]);
    answers.set(`${ROLES}/namespaces/a/roles`, []);
    show({ tab: 'who', verb: 'get', what: 'secrets', ns: 'a' });
    const note = await screen.findByRole('note');
    expect(note.textContent).toContain('clusterroles: you may not list them.');
    expect(note.textContent).toContain('rolebindings: you may list them only in a.');
    expect(await screen.findByText('1 binding of which nothing can be said')).toBeDefined();
    expect(asked.filter((path) => path.startsWith(ROLES) || path.includes('serviceaccounts'))).toHaveLength(8);
  });
});

describe('subjects', () => {
  it('are listed with what stands out', async () => {
    show({ tab: 'subjects' });
    const grid = await screen.findByRole('grid', { name: 'Subjects' });
    expect(within(grid).getByRole('row', { name: /a\/robot 1 reads secrets/ })).toBeDefined();
    expect(within(grid).getByRole('row', { name: /a\/idle 0/ })).toBeDefined();
  });

  it('one of them with every rule and the binding that it comes from', async () => {
    show({ tab: 'subjects', subject: 'ServiceAccount/a/robot' });
    const grid = await screen.findByRole('grid', { name: 'rules' });
    expect(
      within(grid).getByRole('row', { name: /Whole cluster get, list secrets .*dev:cluster-sa-admin.*reader/ }),
    ).toBeDefined();
  });
});

describe('roles', () => {
  it('are listed with how many have them', async () => {
    show({ tab: 'roles' });
    const grid = await screen.findByRole('grid', { name: 'Roles' });
    expect(within(grid).getByRole('row', { name: /ClusterRole Whole cluster reader 1 1 reads secrets/ })).toBeDefined();
  });
});

describe('bindings', () => {
  it('are listed with their role and subjects', async () => {
    show({ tab: 'bindings', q: 'robot' });
    const grid = await screen.findByRole('grid', { name: 'Bindings' });
    expect(
      within(grid).getByRole('row', {
        name: /Whole cluster ClusterRoleBinding dev:cluster-sa-admin reader a\/robot reads secrets/,
      }),
    ).toBeDefined();
  });
});
