import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLabelSelector, type LabelRequirement, matchesLabels, parseLabelSelector } from './label-selector.ts';

const requirement = (key: string, operator: LabelRequirement['operator'], ...values: string[]): LabelRequirement => ({
  key,
  operator,
  values,
});

describe('parseLabelSelector', () => {
  it.each<[string, LabelRequirement[]]>([
    ['', []],
    ['  ', []],
    ['app', [requirement('app', 'exists')]],
    ['!app', [requirement('app', 'absent')]],
    ['! app', [requirement('app', 'absent')]],
    ['app=web', [requirement('app', '=', 'web')]],
    ['app==web', [requirement('app', '=', 'web')]],
    ['app = web , tier != back', [requirement('app', '=', 'web'), requirement('tier', '!=', 'back')]],
    ['app=', [requirement('app', '=', '')]],
    ['app=,tier', [requirement('app', '=', ''), requirement('tier', 'exists')]],
    ['example.com/tier in (front, back)', [requirement('example.com/tier', 'in', 'front', 'back')]],
    ['tier notin (a,)', [requirement('tier', 'notin', 'a', '')]],
    ['in in (in)', [requirement('in', 'in', 'in')]],
    ['n>4,n<-1', [requirement('n', '>', '4'), requirement('n', '<', '-1')]],
  ])('reads %j', (text, requirements) => {
    expect(parseLabelSelector(text)).toEqual({ requirements });
  });

  it.each([
    [',', 'key-expected', ','],
    ['a,', 'key-expected', ''],
    ['a,,b', 'key-expected', ','],
    ['=b', 'key-expected', '='],
    ['-a=b', 'key-invalid', '-a'],
    [`${'a'.repeat(64)}=b`, 'key-invalid', 'a'.repeat(64)],
    ['Example.com/a', 'key-invalid', 'Example.com/a'],
    ['a/b/c', 'key-invalid', 'a/b/c'],
    ['a b', 'operator-expected', 'b'],
    ['a=b c', 'operator-expected', 'c'],
    ['a=b=c', 'operator-expected', '='],
    ['a=/b', 'value-invalid', '/b'],
    [`a=${'b'.repeat(64)}`, 'value-invalid', 'b'.repeat(64)],
    ['a=>b', 'value-expected', '>'],
    ['a in b', 'open-expected', 'b'],
    ['a in', 'open-expected', ''],
    ['a in (b', 'close-expected', ''],
    ['a in (b c)', 'close-expected', 'c'],
    ['a>b', 'number-expected', 'b'],
    ['a<', 'number-expected', ''],
    ['<script>', 'key-expected', '<'],
    ['a=‮b', 'value-invalid', '‮b'],
  ])('says what is wrong with %j, and where', (text, code, at) => {
    const { fault } = parseLabelSelector(text);
    expect(fault?.code).toBe(code);
    expect(text.slice(fault?.start, fault?.end)).toBe(at);
  });

  it('takes any text without failing, and points into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { fault } = parseLabelSelector(text);
        if (fault === undefined) return;
        expect(fault.start).toBeGreaterThanOrEqual(0);
        expect(fault.end).toBeGreaterThanOrEqual(fault.start);
        expect(fault.end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('reads what was written', () => {
    const word = fc.stringMatching(/^[a-z0-9]([-a-z0-9_.]{0,8}[a-z0-9])?$/);
    const any = fc.oneof(
      fc.record({
        key: word,
        operator: fc.constantFrom('exists' as const, 'absent' as const),
        values: fc.constant<string[]>([]),
      }),
      fc.record({ key: word, operator: fc.constantFrom('=' as const, '!=' as const), values: fc.tuple(word) }),
      fc.record({
        key: word,
        operator: fc.constantFrom('in' as const, 'notin' as const),
        values: fc.array(word, { minLength: 1, maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (requirements) => {
        expect(parseLabelSelector(formatLabelSelector(requirements))).toEqual({ requirements });
      }),
    );
  });
});

describe('matchesLabels', () => {
  const labels = { app: 'web', n: '5', empty: '' };
  it.each([
    ['', true],
    ['app', true],
    ['!app', false],
    ['toString', false],
    ['app=web,n=5', true],
    ['app=web,n=6', false],
    ['empty=', true],
    ['missing=', false],
    ['missing!=x', true],
    ['app in (api,web)', true],
    ['app notin (api)', true],
    ['missing notin (api)', true],
    ['n>4', true],
    ['n<5', false],
    ['app>1', false],
  ])('%j of these labels: %s', (selector, expected) => {
    expect(matchesLabels(parseLabelSelector(selector).requirements ?? [], labels)).toBe(expected);
  });

  it('knows objects without labels', () => {
    expect(matchesLabels([requirement('a', 'absent')], null)).toBe(true);
    expect(matchesLabels([requirement('a', 'exists')], null)).toBe(false);
  });
});
