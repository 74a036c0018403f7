import { describe, expect, it } from 'vitest';
import type { AccessRule } from '../../api/access-reviews.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { parseResourceWords, questionOf, resourceWords } from '../../api/rbac/resource-words.ts';
import { canICommand } from './can-i-command.ts';
import { permissionMatrix } from './permission-matrix.ts';

const kind = (resource: string, group: string, namespaced: boolean): DiscoveredResource => ({
  group,
  version: 'v1',
  resource,
  kind: resource,
  singular: '',
  shortNames: [],
  categories: [],
  namespaced,
  verbs: ['get', 'list', 'create', 'delete'],
});
const RESOURCES = [kind('pods', '', true), kind('nodes', '', false), kind('deployments', 'apps', true)];
const rules = (list: readonly AccessRule[], incomplete = false) => ({ rules: list, incomplete });
const ALL: AccessRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

function cellOf(matrix: ReturnType<typeof permissionMatrix>, id: string, verb: string) {
  return matrix.find((row) => row.id === id)?.cells.find((cell) => cell.verb === verb);
}

describe('the matrix of my permissions (OPS-014)', () => {
  it('a namespace’s admin may do nothing with what belongs to the whole cluster', () => {
    const matrix = permissionMatrix(RESOURCES, rules([ALL]), rules([]));
    expect(cellOf(matrix, 'pods', 'delete')?.permission).toBe('yes');
    expect(cellOf(matrix, 'nodes', 'get')?.permission).toBe('no');
  });

  it('shows sub-resources by themselves, and verbs that a kind does not have as none', () => {
    const matrix = permissionMatrix(
      RESOURCES,
      rules([{ verbs: ['get'], apiGroups: ['', 'apps'], resources: ['pods', 'pods/log', 'deployments/scale'] }]),
      rules([]),
    );
    expect(cellOf(matrix, 'pods/log', 'get')?.permission).toBe('yes');
    expect(cellOf(matrix, 'pods/exec', 'create')?.permission).toBe('no');
    expect(cellOf(matrix, 'deployments.apps/scale', 'get')?.permission).toBe('yes');
    expect(cellOf(matrix, 'deployments.apps', 'get')?.permission).toBe('no');
    expect(cellOf(matrix, 'pods', 'patch')?.permission).toBe('none');
  });

  it('names the objects that a right is narrowed to', () => {
    const some = rules([{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['b', 'a'] }]);
    expect(cellOf(permissionMatrix(RESOURCES, some, rules([])), 'pods', 'get')).toMatchObject({
      permission: 'some',
      names: ['a', 'b'],
    });
  });

  it('what the API server could not list is not said to be denied', () => {
    expect(cellOf(permissionMatrix(RESOURCES, rules([], true), rules([])), 'pods', 'get')?.permission).toBe('unknown');
  });
});

describe('a question as people write it', () => {
  it.each([
    ['pods', { group: '', resource: 'pods', subresource: undefined }],
    ['deployments.apps/scale', { group: 'apps', resource: 'deployments', subresource: 'scale' }],
    [
      'roles.rbac.authorization.k8s.io',
      { group: 'rbac.authorization.k8s.io', resource: 'roles', subresource: undefined },
    ],
  ])('%s', (words, parts) => {
    expect(parseResourceWords(words)).toEqual(parts);
    expect(resourceWords(parts)).toBe(words);
  });

  it('begins with a slash for a path, and is none while it lacks something', () => {
    expect(questionOf({ verb: 'get', what: '/metrics', namespace: 'a', name: 'b' })).toEqual({
      verb: 'get',
      path: '/metrics',
    });
    expect(questionOf({ verb: 'get', what: ' ', namespace: '', name: '' })).toBeUndefined();
  });

  it.each([
    [
      { verb: 'get', what: 'pods/log', namespace: 'shop', name: 'web-1' },
      'kubectl auth can-i get pods/web-1 --subresource=log -n shop',
    ],
    [
      { verb: 'list', what: 'deployments.apps', namespace: '', name: '' },
      'kubectl auth can-i list deployments.apps -A',
    ],
    [{ verb: '*', what: '*', namespace: '', name: '' }, "kubectl auth can-i '*' '*' -A"],
    [{ verb: 'get', what: '/metrics', namespace: '', name: '' }, 'kubectl auth can-i get /metrics'],
  ])('as kubectl asks it: %j', (typed, command) => {
    const question = questionOf(typed);
    expect(question && canICommand(question)).toBe(command);
  });

  it('for somebody else', () => {
    const question = questionOf({ verb: 'get', what: 'pods', namespace: 'a', name: '' });
    expect(question && canICommand(question, { user: "o'neil", groups: ['team:a/b'] })).toBe(
      "kubectl auth can-i get pods -n a '--as=o'\\''neil' --as-group=team:a/b",
    );
  });
});
