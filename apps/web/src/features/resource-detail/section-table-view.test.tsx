import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { wholeKinds } from '../../kinds/whole-kinds.ts';
import { SectionTableView } from './section-table-view.tsx';

const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'ns', uid: 'u' },
  spec: { ports: [{ port: 8080, nodePort: 31234, protocol: 'TCP' }, { port: 9090 }] },
};

beforeAll(async () => {
  await startAllWords();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(cleanup);

it('T2.6-07: a node port, which is typed elsewhere, is copied by a button; what is none has none', () => {
  const section = wholeKinds.get('/services')?.sections?.find(({ id }) => id === 'ports');
  if (section === undefined || !('table' in section.content)) throw new Error('a Service has no table of its ports');
  const target = { cluster: 'c', resource: fakeResource('v1/services', 'Service'), namespace: 'ns', name: 'web' };
  render(
    <MantineProvider>
      <SectionTableView title={section.title} table={section.content.table} target={target} object={service} />
    </MantineProvider>,
  );
  const [, first, second] = screen.getAllByRole('row');
  if (first === undefined || second === undefined) throw new Error('two ports, and the heads');
  expect(within(first).getByRole('button', { name: 'Copy the value of Node port 31234' })).toBeTruthy();
  expect(within(second).queryByRole('button')).toBeNull();
});
