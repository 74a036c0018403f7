import { describe, expect, test } from 'vitest';
import { sectionWords } from '../test/section-words.ts';
import { placementWords } from './describe-affinity.ts';
import { tolerationText, tolerationWords } from './describe-tolerations.ts';

describe('tolerations (kinds.md 3.3)', () => {
  test.each([
    [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      'node.kubernetes.io/not-ready:NoExecute op=Exists for 300s',
      'Stays 300 s on a node with the taint node.kubernetes.io/not-ready, whatever its value, then it is evicted.',
    ],
    [
      { key: 'dedicated', value: 'db', effect: 'NoSchedule' },
      'dedicated=db:NoSchedule',
      'May be scheduled to nodes with the taint dedicated=db that keeps others away.',
    ],
    [{ operator: 'Exists' }, 'op=Exists', 'Tolerates any taint, of every effect.'],
    [{ key: 'a', operator: 'Exists', effect: 'NoExecute' }, 'a:NoExecute op=Exists', /^Stays on nodes/],
    [{ key: 'a', value: 'b', effect: 'NoExecute', tolerationSeconds: 0 }, 'a=b:NoExecute for 0s', /evicted at once/],
    [{ key: 'a', value: 'b', effect: 'Novelty' }, 'a=b:Novelty', 'Tolerates the taint a=b, of every effect.'],
    [null, '', /any taint/],
  ])('%j', (toleration, text, words) => {
    expect(tolerationText(toleration)).toBe(text);
    expect(tolerationWords(toleration, sectionWords)).toMatch(words);
  });
});

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

describe('affinity in words (kinds.md 3.3)', () => {
  const said = (spec: unknown) => placementWords(spec, sectionWords);

  test('to nodes: terms are alternatives, requirements of one hold together', () => {
    const nodeAffinity = {
      [REQUIRED]: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              { key: 'zone', operator: 'In', values: ['a', 'b'] },
              { key: 'gpu', operator: 'Exists' },
            ],
          },
          {
            matchExpressions: [
              { key: 'cores', operator: 'Gt', values: ['8'] },
              { key: 'old', operator: 'DoesNotExist' },
            ],
          },
          { matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['n1'] }] },
          {},
        ],
      },
      [PREFERRED]: [{ weight: 5, preference: { matchExpressions: [{ key: 'c', operator: 'Lt', values: ['3'] }] } }],
    };
    expect(said({ affinity: { nodeAffinity } })).toEqual([
      'Runs only on nodes where zone in (a, b) and gpu or cores > 8 and !old or metadata.name notin (n1) or nothing matches.',
      'Prefers nodes where c < 3 (weight 5).',
    ]);
  });

  test('to pods: own namespace, named ones, all', () => {
    const term = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } };
    const affinity = {
      podAffinity: {
        [REQUIRED]: [term, { ...term, namespaces: ['x', 'y'] }, { ...term, namespaceSelector: {} }],
        [PREFERRED]: [{ weight: 9, podAffinityTerm: { topologyKey: 'host' } }],
      },
      podAntiAffinity: {
        [REQUIRED]: [{ topologyKey: 'host', labelSelector: {}, matchLabelKeys: ['pod-template-hash'] }],
        [PREFERRED]: [{ weight: 1, podAffinityTerm: term }],
      },
    };
    expect(said({ affinity })).toEqual([
      'Runs only in the same zone as pods with app=web.',
      'Runs only in the same zone as pods with app=web in namespaces x, y.',
      'Runs only in the same zone as pods with app=web in any namespace.',
      'Prefers the same host as pods with no labels at all: none (weight 9).',
      'Never runs in the same host as pods with any labels that have the same pod-template-hash.',
      'Avoids the same zone as pods with app=web (weight 1).',
    ]);
  });

  test('spreading', () => {
    const constraint = { maxSkew: 2, topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } };
    const [never, anyway] = said({
      topologySpreadConstraints: [
        { ...constraint, whenUnsatisfiable: 'DoNotSchedule' },
        { ...constraint, whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    });
    expect(never).toMatch(/No zone may have 2 more pods with app=web/);
    expect(anyway).toMatch(/scheduled anyway/);
  });

  test.each([
    null,
    {},
    { affinity: 'x' },
    { affinity: { podAffinity: { [REQUIRED]: [null, 3] } } },
    { topologySpreadConstraints: [7] },
  ])('survives %j', (spec) => {
    expect(() => said(spec)).not.toThrow();
  });
});
