import { describe, expect, it } from 'vitest';
import { bears, evictedAfter, taintsOf, taintText } from './taints.ts';

const maintenance = { key: 'maintenance', value: 'disk', effect: 'NoExecute' };
const dedicated = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };

describe('which taints a pod bears (OPS-185)', () => {
  it.each([
    ['the same pair', { key: 'dedicated', value: 'db', effect: 'NoSchedule' }, true],
    ['Equal, written out', { key: 'dedicated', operator: 'Equal', value: 'db' }, true],
    ['another value', { key: 'dedicated', value: 'web' }, false],
    ['any value', { key: 'dedicated', operator: 'Exists' }, true],
    ['another effect', { key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
    ['another key', { key: 'gpu', operator: 'Exists' }, false],
    ['everything', { operator: 'Exists' }, true],
    ['no key and no operator', { value: 'db' }, false],
    ['an operator that nobody knows', { key: 'dedicated', operator: 'Like', value: 'db' }, false],
    ['nothing at all', null, false],
  ])('%s', (_, toleration, expected) => {
    expect(bears([toleration], dedicated)).toBe(expected);
  });
});

describe('when a pod is evicted (T-82, T-42)', () => {
  const during = (seconds: number) => ({ key: 'maintenance', operator: 'Exists', tolerationSeconds: seconds });
  it.each([
    ['it does not tolerate it: at once', [], [maintenance], 0],
    ['only NoExecute evicts', [], [dedicated], undefined],
    ['it tolerates it for ever', [{ key: 'maintenance', operator: 'Exists' }], [maintenance], undefined],
    ['it tolerates it for a while', [during(300)], [maintenance], 300],
    ['a negative time is none', [during(-5)], [maintenance], 0],
    ['the first toleration that fits counts', [during(60), { operator: 'Exists' }], [maintenance], 60],
    [
      'of two taints the sooner counts',
      [during(300), { key: 'node.kubernetes.io/unreachable', operator: 'Exists', tolerationSeconds: 30 }],
      [maintenance, { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoExecute' }],
      30,
    ],
  ] as const)('%s', (_, tolerations, taints, expected) => {
    expect(evictedAfter(tolerations, taints)).toBe(expected);
  });
});

it('reads and writes taints as kubectl does', () => {
  const taints = taintsOf({ spec: { taints: [dedicated, { key: 'master', effect: 'NoSchedule' }, 7] } });
  expect(taints.map(taintText)).toEqual(['dedicated=db:NoSchedule', 'master:NoSchedule', ':']);
  expect(taintsOf(null)).toEqual([]);
});
