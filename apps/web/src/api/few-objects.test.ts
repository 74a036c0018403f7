import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FEW_OBJECTS, fewObjectsQuery } from './few-objects.ts';
import type { DiscoveredResource } from './kube-object.ts';

const leases: DiscoveredResource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  resource: 'leases',
  kind: 'Lease',
  singular: 'lease',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['list'],
};
const fetched = vi.fn<(path: string) => Promise<Response>>();
let client: QueryClient;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  fetched.mockReset();
  client = new QueryClient();
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const page = (rest?: number, next?: string) =>
  answer({
    rows: [{}],
    metadata: {
      ...(rest === undefined ? {} : { remainingItemCount: rest }),
      ...(next === undefined ? {} : { continue: next }),
    },
  });
const ask = () => client.fetchQuery(fewObjectsQuery('c', leases));

it.each([
  ['one', page(), true],
  ['as many as are few', page(FEW_OBJECTS - 1, 'x'), true],
  ['one more', page(FEW_OBJECTS, 'x'), false],
  ['more, and nobody says how many', page(undefined, 'x'), false],
  ['a refusal', answer({ kind: 'Status', code: 403 }, 403), false],
])('%s', async (_, response, few) => {
  fetched.mockResolvedValueOnce(response);
  await expect(ask()).resolves.toBe(few);
  expect(fetched.mock.calls.map(([path]) => path)).toEqual([
    '/api/clusters/c/k8s/apis/coordination.k8s.io/v1/leases?limit=1&includeObject=None',
  ]);
});

it('remembers the answer for some minutes', async () => {
  fetched.mockImplementation(async () => page());
  await ask();
  vi.setSystemTime(Date.now() + 4 * 60_000);
  await ask();
  expect(fetched).toHaveBeenCalledTimes(1);
  vi.setSystemTime(Date.now() + 2 * 60_000);
  await ask();
  expect(fetched).toHaveBeenCalledTimes(2);
});

it('does not make a list wait for a slow answer, which serves the next one', async () => {
  let late: (response: Response) => void = () => {};
  fetched.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  const asked = ask();
  await vi.advanceTimersByTimeAsync(299);
  await vi.advanceTimersByTimeAsync(2);
  await expect(asked).resolves.toBe(false);
  late(page(5, 'x'));
  await vi.advanceTimersByTimeAsync(0);
  await expect(ask()).resolves.toBe(true);
  expect(fetched).toHaveBeenCalledTimes(1);
});
