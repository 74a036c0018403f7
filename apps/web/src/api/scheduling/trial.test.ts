import { describe, expect, it } from 'vitest';
import { podSpecOf, trialFault, trialSpec } from './trial.ts';

describe('trying another placement (CTL-53)', () => {
  it.each([
    ['disk=ssd, zone=a', '', undefined],
    ['', 'gpu dedicated=db:NoSchedule', undefined],
    ['empty=', '', undefined],
    ['disk', '', 'disk'],
    ['a=b=c', '', 'a=b=c'],
    ['=x', '', '=x'],
    ['', 'gpu:Never', 'gpu:Never'],
    ['', ':NoSchedule', ':NoSchedule'],
    ['', 'a:NoSchedule:NoExecute', 'a:NoSchedule:NoExecute'],
  ])('selector "%s", tolerations "%s": fault %s', (selector, tolerations, fault) => {
    expect(trialFault({ selector, tolerations })).toBe(fault);
  });

  it('takes the place of the nodeSelector and adds to the tolerations', () => {
    const spec = { nodeSelector: { old: 'one' }, tolerations: [{ operator: 'Exists' }], hostNetwork: true };
    expect(trialSpec(spec, { selector: 'disk=ssd', tolerations: 'gpu, dedicated=db:NoSchedule' })).toEqual({
      nodeSelector: { disk: 'ssd' },
      tolerations: [
        { operator: 'Exists' },
        { key: 'gpu', operator: 'Exists' },
        { key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' },
      ],
      hostNetwork: true,
    });
  });

  it.each([
    [{ spec: { jobTemplate: { spec: { template: { spec: 'cron' } } } } }, 'cron'],
    [{ spec: { template: { spec: 'set' } } }, 'set'],
    [{ spec: 'pod' }, 'pod'],
    [{}, undefined],
  ])('the pods of %j', (object, spec) => {
    expect(podSpecOf(object)).toBe(spec);
  });
});
