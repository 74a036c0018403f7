import { describe, expect, it } from 'vitest';
import type { AccessRules } from '../api/access-reviews.ts';
import type { DiscoveredResource } from '../api/kube-object.ts';
import { deniesList, doubtful } from './use-list-rights.ts';

function resource(plural: string, namespaced: boolean): DiscoveredResource {
  return {
    group: '',
    version: 'v1',
    resource: plural,
    kind: plural,
    singular: '',
    shortNames: [],
    categories: [],
    namespaced,
    verbs: ['list'],
  };
}

const pods = resource('pods', true);
const secrets = resource('secrets', true);
const nodes = resource('nodes', false);
const namespaces = resource('namespaces', false);

function rules(incomplete: boolean, ...resources: string[]): AccessRules {
  return { incomplete, rules: [{ verbs: ['list'], apiGroups: [''], resources }] };
}

describe('deniesList', () => {
  const developer = { everything: false, rules: rules(false, 'pods', 'namespaces') };

  it.each([
    ['denies nothing to who may list everything', { everything: true }, nodes, ['a'], false],
    ['says nothing while nothing is known', { everything: false }, nodes, ['a'], false],
    ['allows what a rule allows', developer, pods, ['a'], false],
    ['denies what no rule allows', developer, secrets, ['a'], true],
    ['does not judge all namespaces by one', developer, secrets, null, false],
    ['does not judge several namespaces by the first', developer, secrets, ['a', 'b'], false],
    ['denies cluster-wide kinds that no rule allows', developer, nodes, ['a'], true],
    ['shows a cluster-wide kind of a rule until it is known', developer, namespaces, ['a'], false],
    [
      'believes the answer: a namespace’s rule does not reach the cluster',
      { ...developer, clusterWide: new Map([['/namespaces', false]]) },
      namespaces,
      ['a'],
      true,
    ],
    ['proves nothing by incomplete rules', { everything: false, rules: rules(true) }, nodes, ['a'], false],
  ] as const)('%s', (_, rights, kind, where, denied) => {
    expect(deniesList(kind, rights, where, true)).toBe(denied);
  });

  it('hides no namespaced kind where nothing may be listed: there would be no way out', () => {
    expect(deniesList(secrets, developer, ['foreign'], false)).toBe(false);
    expect(deniesList(nodes, developer, ['foreign'], false)).toBe(true);
  });
});

it('asks one by one only about cluster-wide kinds that the rules leave open', () => {
  const kinds = [pods, secrets, nodes, namespaces];
  expect(doubtful(kinds, rules(false, 'pods', 'namespaces'))).toEqual([namespaces]);
  expect(doubtful(kinds, rules(true))).toEqual([nodes, namespaces]);
});
