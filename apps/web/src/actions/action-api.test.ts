import { afterEach, expect, it, vi } from 'vitest';
import { lendApi } from './action-api.ts';
import type { ActionTarget } from './define-action.ts';

const resource = {
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  singular: 'pod',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
};
const target: ActionTarget = { ref: { cluster: 'c', resource, namespace: 'a', name: 'x' } };

afterEach(() => vi.unstubAllGlobals());

function lend(dryRun: boolean, answer: () => Response = () => new Response('{}')) {
  const sent: { path: string; method: string | undefined; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (path: string, { method, body }: RequestInit) => {
    sent.push({ path: path.replace('/api/clusters/c/k8s', ''), method, body });
    return answer();
  });
  const warnings: string[] = [];
  const api = lendApi(target, { dryRun, navigate() {}, onCopied() {}, onWarning: (text) => warnings.push(text) });
  return { api, sent, warnings };
}

it('a trial of a deletion says so in its options, where alone the API server looks', async () => {
  const { api, sent } = lend(true);
  await api.request('/x', { method: 'DELETE', body: '{"gracePeriodSeconds":0}' });
  await api.request('/x', { method: 'DELETE' });
  expect(sent).toEqual([
    { path: '/x?dryRun=All', method: 'DELETE', body: '{"gracePeriodSeconds":0,"dryRun":["All"]}' },
    { path: '/x?dryRun=All', method: 'DELETE', body: undefined },
  ]);
});

it('a trial of any other write says so in its address; what reads, and what is meant, does not', async () => {
  const { api, sent } = lend(true);
  await api.request('/x?fieldManager=q', { method: 'PATCH', body: '{}' });
  await api.request('/x');
  const real = lend(false);
  await real.api.request('/x', { method: 'DELETE', body: '{}' });
  expect(sent.map(({ path }) => path)).toEqual(['/x?fieldManager=q&dryRun=All', '/x']);
  expect(real.sent).toEqual([{ path: '/x', method: 'DELETE', body: '{}' }]);
});

it('hands on the warnings of the server', async () => {
  const { api, warnings } = lend(
    false,
    () => new Response('', { headers: { warning: '299 - "it is \\"old\\"", 299 - "second"' } }),
  );
  expect(await api.request('/x', { method: 'PATCH', body: '{}' })).toBeUndefined();
  expect(warnings).toEqual(['it is "old"', 'second']);
});
