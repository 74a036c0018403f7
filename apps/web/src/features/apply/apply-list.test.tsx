import { MantineProvider } from '@mantine/core';
import { problem } from '@quarterdeck/shared/problem';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ApplyItem, ItemState } from './apply-item.ts';
import { ApplyList } from './apply-list.tsx';
import { itemFaults } from './item-faults.ts';
import { readManifests } from './read-manifests.ts';

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
afterEach(cleanup);

const schemas: SchemaSource = {
  load: async () => undefined,
  kinds: [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }],
  immutable: () => [],
};
const refOf = (kind: string): ObjectRef => ({
  cluster: 'c',
  namespace: 'team',
  name: 'a',
  resource: {
    group: '',
    version: 'v1',
    resource: 'x',
    kind,
    singular: '',
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: [],
  },
});
const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', uid: '1' } };

function itemOf(text: string, state: ItemState, more: Partial<ApplyItem> = {}): ApplyItem {
  const [manifest] = readManifests(text);
  if (manifest === undefined) throw new Error('no manifest');
  return { manifest, state, target: refOf(manifest.kind), way: 'apply', warnings: [], ...more };
}
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

function Shown({
  items,
  onAgree,
  onDraft,
}: {
  items: readonly ApplyItem[];
  onAgree?: () => void;
  onDraft?: (item: ApplyItem, draft: string) => void;
}) {
  const t = useWords('apply');
  const writes = useWords('writes');
  return (
    <ApplyList
      t={t}
      items={items}
      faults={new Map(items.map((item) => [item.manifest.index, itemFaults(item, writes)]))}
      namespace="team"
      schemas={schemas}
      agreed={new Set()}
      onAgree={onAgree ?? (() => {})}
      onGoTo={() => {}}
      onDraft={onDraft ?? (() => {})}
    />
  );
}
const show = (
  item: ApplyItem,
  more: { onAgree?: () => void; onDraft?: (item: ApplyItem, draft: string) => void } = {},
) =>
  render(
    <MantineProvider>
      <Shown items={[item]} {...more} />
    </MantineProvider>,
  );

it('OPS-069: a removed version names its successor and offers the converted draft', () => {
  const onDraft = vi.fn();
  const ingress =
    'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n  - http:\n      paths:\n      - path: /\n        backend: {serviceName: s, servicePort: 80}\n';
  show(itemOf(ingress, { step: 'unserved' }, { target: undefined }), { onDraft });
  expect(
    screen.getByText(/extensions\/v1beta1 Ingress is not served by this cluster; networking\.k8s\.io\/v1 is/),
  ).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Take the converted draft' }));
  expect(onDraft.mock.calls[0]?.[1]).toContain('apiVersion: networking.k8s.io/v1');
});

it('a kind that nobody serves points to its CRD', () => {
  show(
    itemOf(
      'apiVersion: example.com/v1\nkind: Lantern\nmetadata: {name: a}\n',
      { step: 'unserved' },
      { target: undefined },
    ),
  );
  expect(screen.getByText(/serves no kind Lantern in example\.com\/v1.*CustomResourceDefinition first/)).toBeTruthy();
});

it('a document that waits for its namespace says so', () => {
  show(itemOf(map, { step: 'later', needs: 'namespace', name: 'stage' }));
  fireEvent.click(screen.getByRole('button', { name: /ConfigMap a/ }));
  expect(screen.getByText(/Namespace stage comes with this text/)).toBeTruthy();
});

it('fields of another manager ask for the word', () => {
  const onAgree = vi.fn();
  const taken = [{ path: ['data', 'who'], manager: 'argocd', operation: 'Apply' }] as const;
  const preview = { outcome: 'configured', live: object, result: object, changes: [], dropped: [], taken } as const;
  show(itemOf(map, { step: 'ready', preview }), { onAgree });
  expect(screen.getByText('needs your word')).toBeTruthy();
  fireEvent.click(screen.getByRole('checkbox', { name: /argocd/ }));
  expect(onAgree).toHaveBeenCalledWith(0, true);
});

it('what would change is told field by field, a Secret’s values are not', () => {
  const changes = [{ path: ['data', 'password'], before: 'b2xk', after: 'bmV3' }];
  const preview = { outcome: 'configured', live: object, result: object, changes, dropped: [], taken: [] } as const;
  show(itemOf(map.replace('ConfigMap', 'Secret'), { step: 'ready', preview }));
  fireEvent.click(screen.getByRole('button', { name: /Secret a/ }));
  expect(document.body.textContent).toContain('data.password');
  expect(document.body.textContent).not.toContain('bmV3');
});

it('a refusal stands at its fields, or as the problem that it is; hostile words are shown as words', () => {
  const message = 'admission webhook "<img src=x onerror=alert(1)>" denied the request: \u202Eno';
  const status = { kind: 'Status', status: 'Failure', message, reason: 'Forbidden', code: 403 } as const;
  const refusal = {
    ok: false,
    problem: problem('qd.api.forbidden', 'no', { detail: message }),
    status,
    warnings: [],
  } as const;
  show(itemOf(map, { step: 'refused', refusal, written: false }));
  const list = within(screen.getByRole('list', { name: 'Documents' }));
  expect(list.getByText('would be refused')).toBeTruthy();
  expect(document.querySelector('img')).toBeNull();
  expect(document.body.textContent).not.toContain('\u202E');
});
