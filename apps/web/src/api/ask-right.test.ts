import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askRight } from './ask-right.ts';

interface Rules {
  readonly status: number;
  readonly incomplete?: boolean;
}

const asked: string[] = [];
let rules: Rules;

beforeEach(() => {
  asked.length = 0;
  rules = { status: 201 };
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url.slice(url.lastIndexOf('/') + 1));
    if (url.endsWith('selfsubjectaccessreviews')) return Response.json({ status: { allowed: true } });
    const resourceRules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
    return Response.json({ status: { resourceRules, incomplete: rules.incomplete } }, { status: rules.status });
  });
});
afterEach(() => vi.unstubAllGlobals());

const pods = { group: '', resource: 'pods', namespace: 'a' };

it('asks for the rules of a namespace once, whatever is done there', async () => {
  const client = new QueryClient();
  expect(await askRight(client, 'c', { ...pods, verb: 'get' })).toBe(true);
  expect(await askRight(client, 'c', { ...pods, verb: 'delete' })).toBe(false);
  expect(await askRight(client, 'c', { ...pods, verb: 'create', subresource: 'exec' })).toBe(false);
  expect(asked).toEqual(['selfsubjectrulesreviews']);
});

it.each<Rules>([{ status: 201, incomplete: true }, { status: 403 }])(
  'asks for the right itself where the rules do not tell: %j',
  async (answer) => {
    rules = answer;
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    expect(await askRight(client, 'c', { ...pods, verb: 'delete' })).toBe(true);
    expect(await askRight(client, 'c', { ...pods, verb: 'delete' })).toBe(true);
    expect(asked.filter((each) => each === 'selfsubjectaccessreviews')).toHaveLength(1);
  },
);

it('asks for a right at the cluster scope by itself: the rules of a namespace hold its own as well', async () => {
  expect(await askRight(new QueryClient(), 'c', { verb: 'get', group: '', resource: 'pods' })).toBe(true);
  expect(asked).toEqual(['selfsubjectaccessreviews']);
});
