import { describe, expect, test } from 'vitest';
import { Registry } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { matchesLabelSelector, parseFieldSelector, parseLabelSelector } from './selectors.ts';

const LABELS = { app: 'shop', tier: 'front', 'example.com/size': '12', empty: '' };

describe('label selectors', () => {
  test.each([
    ['', true],
    ['app', true],
    ['!app', false],
    ['none', false],
    ['!none', true],
    ['app=shop', true],
    ['app==shop', true],
    ['app!=shop', false],
    ['none!=x', true],
    ['empty=', true],
    ['app=shop,tier=back', false],
    ['app in (shop, other),tier', true],
    ['app notin (shop)', false],
    ['none notin (x)', true],
    ['app in (a,b)', false],
    ['example.com/size>3', true],
    ['example.com/size<3', false],
    ['constructor', false],
  ])('%j: %j', (text, expected) => {
    expect(parseLabelSelector(text)?.(LABELS) ?? true).toBe(expected);
  });

  test.each(['=x', 'a b', 'app in shop', 'app in (a b)', 'a,,b', 'app===b'])('%j is refused', (text) => {
    expect(() => parseLabelSelector(text)).toThrow(/unable to parse requirement/);
  });

  test.each([
    ['a===b', "found '=', expected: identifier"],
    ['a in', "found '' expected: '('"],
    ['!!a', "found '!', expected: identifier"],
    ['a in (b', "found '', expected: ',' or ')'"],
    ['a foo b', "found 'foo', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=$', 'values[0][a]: Invalid value: "$": a valid label must be an empty string or'],
    ['x,a in (b, $)', 'values[1][a]: Invalid value: "$": a valid label must be'],
    ['-a', '<nil>: Invalid value: "-a": name part must consist of alphanumeric characters'],
    ['a>b', `values[0][a]: Invalid value: "b": for 'Gt', 'Lt' operators, the value must be an integer`],
  ])('%j: %s', (text, words) => {
    expect(() => parseLabelSelector(text)).toThrow(`unable to parse requirement: ${words}`);
  });

  test.each([
    [{ matchLabels: { app: 'shop' } }, true],
    [{}, true],
    [null, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['shop'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'Sideways' }] }, false],
  ])('of an object: %j: %j', (selector, expected) => {
    expect(matchesLabelSelector(selector, LABELS)).toBe(expected);
  });
});

test.each([
  ['metadata.name=p', true],
  ['metadata.name!=p', false],
  ['metadata.namespace=n,status.phase=Running', true],
  ['spec.nodeName=', true],
  ['status.phase==Pending', false],
])('field selector %j: %j', (text, expected) => {
  const pods = new Registry().find('', 'pods') as ResourceType;
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', uid: '', resourceVersion: '', creationTimestamp: '' },
    spec: { containers: [] },
    status: { phase: 'Running' },
  };
  expect(parseFieldSelector(text, pods)?.(object)).toBe(expected);
});

test.each([
  ['pods', 'spec.color=red', 'field label not supported: spec.color'],
  [
    'configmaps',
    'spec.color=red',
    '"spec.color" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
  ['pods', 'a', "invalid selector: 'a'; can't understand 'a'"],
  ['pods', 'metadata.name===b', 'invalid field selector: unescaped character in value: 61'],
])('field selector of %s %j is refused: %s', (plural, text, words) => {
  const type = new Registry().find('', plural) as ResourceType;
  expect(() => parseFieldSelector(text, type)).toThrow(words);
});
