import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { expect, it } from 'vitest';
import type { ActionApi, ActionRequest, ActionTarget } from '../define-action.ts';
import remove from '../delete.action.ts';
import { initialDelete } from './delete-input.ts';

const target: ActionTarget = {
  ref: {
    cluster: 'c',
    resource: {
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      kind: 'Deployment',
      singular: 'deployment',
      shortNames: [],
      categories: [],
      namespaced: true,
      verbs: ['get', 'delete'],
    },
    namespace: 'team-a',
    name: 'web',
  },
  uid: 'u-1',
};

function apiThat(answer: () => void) {
  const sent: [string, ActionRequest | undefined][] = [];
  const api: ActionApi = {
    navigate() {},
    copy: async () => {},
    request: async (path, init) => {
      sent.push([path, init]);
      answer();
    },
  };
  return { api, sent };
}

const refusal = (code: 'qd.api.not-found' | 'qd.api.conflict') => () => {
  throw new ProblemError(problem(code, 'no'));
};

it('deletes the object that was meant', async () => {
  const { api, sent } = apiThat(() => {});
  await remove.run(target, api, initialDelete);
  const [[path, init] = ['', undefined]] = sent;
  expect(path).toBe('/apis/apps/v1/namespaces/team-a/deployments/web');
  expect(init?.method).toBe('DELETE');
  expect(JSON.parse(init?.body ?? '')).toEqual({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Background',
    preconditions: { uid: 'u-1' },
  });
});

it('what is gone already is done; another object of that name is a failure', async () => {
  await remove.run(target, apiThat(refusal('qd.api.not-found')).api, initialDelete);
  await expect(remove.run(target, apiThat(refusal('qd.api.conflict')).api, initialDelete)).rejects.toThrow('no');
});

it('is offered for what the server lets be deleted', () => {
  expect(remove.applies(target)).toBe(true);
  expect(remove.applies({ ref: { ...target.ref, resource: { ...target.ref.resource, verbs: ['get'] } } })).toBe(false);
});
