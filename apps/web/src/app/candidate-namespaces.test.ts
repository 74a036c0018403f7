import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { candidateNamespaces, firstReachable, reachable } from './candidate-namespaces.ts';

const session = {
  user: { name: 'system:serviceaccount:own:ci', groups: [] },
  homeNamespace: 'context',
  namespaces: ['offered', 'own'],
};

it('begins with the last used, then the context, the account\u2019s own, the configured ones, default', () => {
  expect(candidateNamespaces('a,b', session)).toEqual(['a', 'b', 'context', 'own', 'offered', 'default']);
  expect(candidateNamespaces(null, undefined)).toEqual(['default']);
  expect(candidateNamespaces('_all', { ...session, homeNamespace: null })).toEqual(['own', 'offered', 'default']);
});

const reviews = { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews'] };
const asked: string[] = [];

/** An API server where only these namespaces have rules. */
function rightsIn(rules: Readonly<Record<string, readonly object[]>>): void {
  asked.length = 0;
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
    const { namespace } = (JSON.parse(body) as { spec: { namespace: string } }).spec;
    asked.push(namespace);
    return Response.json({ status: { resourceRules: [reviews, ...(rules[namespace] ?? [])] } });
  });
}
afterEach(() => vi.unstubAllGlobals());

const view = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };

it('lands in the first namespace where something may be seen, and asks no further', async () => {
  rightsIn({ own: [view], offered: [view] });
  expect(await firstReachable(new QueryClient(), 'c', ['context', 'own', 'offered'])).toBe('own');
  expect(asked).toEqual(['context', 'own']);
});

it('lands in the likeliest where nothing may be seen: the page says what is missing', async () => {
  rightsIn({});
  expect(await firstReachable(new QueryClient(), 'c', ['context', 'default'])).toBe('context');
});

it('offers those with rights, also such as a rule names', async () => {
  const named = { verbs: ['get'], apiGroups: [''], resources: ['namespaces'], resourceNames: ['hidden', 'other'] };
  rightsIn({ own: [view, named], hidden: [view] });
  expect(await reachable(new QueryClient(), 'c', ['own', 'default'])).toEqual(['own', 'hidden']);
});
