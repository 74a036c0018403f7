import { describe, expect, it } from 'vitest';
import { changedTaints, type TaintInput, taintArguments, taintChanges, taintFault } from './taint-input.ts';

const prod = { key: 'profile', value: 'prod', effect: 'NoSchedule' };
const gpu = { key: 'gpu', value: '', effect: 'NoExecute' };
const input = (base: TaintInput['base'], ...rows: TaintInput['base'] & object): TaintInput => ({
  base,
  rows: rows.map((row, id) => ({ ...row, id })),
});

describe('taints in the editor (OPS-185, CTL-51)', () => {
  it.each([
    ['add', input([], prod), ['profile=prod:NoSchedule']],
    ['remove one effect', input([prod, { ...prod, effect: 'NoExecute' }], prod), ['profile:NoExecute-']],
    ['remove a key', input([prod, { ...prod, effect: 'NoExecute' }]), ['profile:NoSchedule-', 'profile:NoExecute-']],
    ['another value', input([prod], { ...prod, value: 'test' }), ['profile=test:NoSchedule', '--overwrite']],
    ['without a value', input([prod], prod, gpu), ['gpu:NoExecute']],
    [
      'another effect',
      input([prod], { ...prod, effect: 'NoExecute' }),
      ['profile=prod:NoExecute', 'profile:NoSchedule-'],
    ],
    ['nothing', input([prod], prod), []],
  ])('%s', (_, given, expected) => {
    expect(taintArguments(given)).toEqual(expected);
  });

  it.each([
    [input(undefined), 'nodes:taint.reading'],
    [input([prod], prod), 'nodes:taint.fault.nothing'],
    [input([], { ...prod, key: '' }), 'nodes:taint.fault.key'],
    [input([], { ...prod, key: 'a/b/c' }), 'nodes:taint.fault.key'],
    [input([], { ...prod, value: 'a b' }), 'nodes:taint.fault.value'],
    [input([], { ...prod, effect: 'NoWay' }), 'nodes:taint.fault.effect'],
    [input([], prod, { ...prod, value: 'test' }), 'nodes:taint.fault.twice'],
    [input([], { ...prod, key: 'node.kubernetes.io/unreachable' }), undefined],
  ])('%j: %s', (given, fault) => {
    expect(taintFault(given)?.key).toBe(fault);
  });

  it('leaves alone what came to the node meanwhile, and the fields of what it does not touch', () => {
    const since = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '2026-11-21T10:00:00Z' };
    const read = (taint: unknown) => ({ value: '', ...(taint as { key: string; effect: string }) });
    const changes = taintChanges(input([prod], gpu));
    expect(changedTaints([prod, since], read, changes)).toEqual([since, { key: 'gpu', effect: 'NoExecute' }]);
  });
});
