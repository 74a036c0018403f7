import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import DeleteForm from './delete-form.tsx';
import { type DeleteInput, initialDelete } from './delete-input.ts';

const PODS = fakeResource('v1/pods', 'Pod');
const TARGETS = ['a', 'b'].map((name) => ({ ref: { cluster: 'c', resource: PODS, namespace: 'ns', name }, uid: name }));
let answer: (name: string) => Promise<Response>;

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', (path: string) => answer(path.split('/').at(-1) ?? ''));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show() {
  const onChange = vi.fn<(value: DeleteInput) => void>();
  const client = new QueryClient();
  client.setQueryData(['discovery', 'c'], { resources: [PODS], failed: [] });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <DeleteForm targets={TARGETS} value={{ ...initialDelete, looking: true }} onChange={onChange} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return onChange;
}

it('holds the button back until what goes along is said', async () => {
  answer = async (name) =>
    Response.json({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'ns', uid: name } });
  const onChange = show();
  expect(onChange).not.toHaveBeenCalled();
  await act(() => vi.advanceTimersByTimeAsync(100));
  expect(screen.queryByText(/Looking at what goes with it/)).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(1));
  expect(onChange).toHaveBeenLastCalledWith({ ...initialDelete, looking: false });
});

it('does not hold it back for long', async () => {
  answer = () => new Promise(() => {});
  const onChange = show();
  await act(() => vi.advanceTimersByTimeAsync(1400));
  expect(onChange).not.toHaveBeenCalled();
  await act(() => vi.advanceTimersByTimeAsync(200));
  expect(onChange).toHaveBeenLastCalledWith({ ...initialDelete, looking: false });
});
