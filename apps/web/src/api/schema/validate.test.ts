import { describe, expect, it, test } from 'vitest';
import { nearest } from './nearest.ts';
import { readDocuments } from './read-documents.ts';
import { treeOf } from './test/recorded.ts';
import { validate } from './validate.ts';

const POD_TEMPLATE = `
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: main
          image: busybox
`;
const deployment = (spec: string, rest = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n${spec}${POD_TEMPLATE}${rest}`;
const SELECTOR = '  selector: {matchLabels: {app: web}}';

describe.each(['v1.20-v2', 'demo-v3-apps'] as const)('a Deployment against %s (OPS-068)', (source) => {
  const tree = treeOf(source, 'apps/v1', 'Deployment');
  const faults = (text: string) =>
    validate(tree, readDocuments(text)[0]?.value).map(({ path, code, values }) => ({
      at: path.join('.'),
      code,
      ...(values['near'] === undefined ? {} : { near: values['near'] }),
    }));

  it('finds nothing wrong in what is right', () => {
    expect(faults(deployment(`  replicas: 2\n${SELECTOR}`))).toEqual([]);
  });

  it('a field that is not there, with the one that was meant', () => {
    expect(faults(deployment('  selector:\n    matchLabel: {app: web}'))).toEqual([
      { at: 'spec.selector.matchLabel', code: 'unknownNear', near: 'matchLabels' },
    ]);
    expect(faults(deployment(`  zzzzzz: 1\n${SELECTOR}`))).toEqual([{ at: 'spec.zzzzzz', code: 'unknown' }]);
  });

  it('a text where a number belongs, a number where a text belongs', () => {
    expect(faults(deployment(`  replicas: "2"\n${SELECTOR}`))).toEqual([{ at: 'spec.replicas', code: 'type' }]);
    expect(faults(deployment('  selector: {matchLabels: {app: 1}}'))).toEqual([
      { at: 'spec.selector.matchLabels.app', code: 'quote' },
    ]);
    expect(faults(deployment('  selector: {matchLabels: {norway: no}}'))).toEqual([
      { at: 'spec.selector.matchLabels.norway', code: 'quote' },
    ]);
  });

  it('an object where a list belongs', () => {
    expect(faults(deployment(SELECTOR, '      volumes: {name: a}\n'))).toEqual([
      { at: 'spec.template.spec.volumes', code: 'type' },
    ]);
  });

  it('what is required', () => {
    expect(faults(deployment(''))).toEqual([{ at: 'spec', code: 'missing' }]);
  });

  it('either of int-or-string, and quantities in both writings', () => {
    const surge = (value: string) => deployment(`  strategy: {rollingUpdate: {maxSurge: ${value}}}\n${SELECTOR}`);
    expect(faults(surge('1'))).toEqual([]);
    expect(faults(surge('25%'))).toEqual([]);
    expect(faults(surge('true'))).toEqual([{ at: 'spec.strategy.rollingUpdate.maxSurge', code: 'type' }]);
    expect(faults(deployment(SELECTOR, '          resources: {limits: {cpu: 1, memory: 1Gi}}\n'))).toEqual([]);
  });

  it('null is "not given"; status is not looked at', () => {
    expect(faults(`${deployment(`  replicas: null\n${SELECTOR}`)}status: {whatever: 1}\n`)).toEqual([]);
  });
});

test('a value that is not one of the enum (v3)', () => {
  const tree = treeOf('demo-v3-apps', 'apps/v1', 'Deployment');
  const text = deployment(SELECTOR).replace('image: busybox', 'imagePullPolicy: always');
  expect(validate(tree, readDocuments(text)[0]?.value)).toMatchObject([
    { code: 'enum', values: { value: 'always', allowed: 'Always, IfNotPresent, Never' } },
  ]);
});

test.each([
  ['matchExpression', ['matchExpressions', 'matchLabels'], 'matchExpressions'],
  ['MATCHLABELS', ['matchExpressions', 'matchLabels'], 'matchLabels'],
  ['imgae', ['image', 'imagePullPolicy', 'name'], 'image'],
  ['replica', ['replicas', 'paused'], 'replicas'],
  ['x', ['replicas', 'paused'], undefined],
])('nearest to %s', (word, candidates, found) => {
  expect(nearest(word, candidates)).toBe(found);
});

test.each([
  ['a: no', { a: false }],
  ['a: 0777', { a: 511 }],
  ['a: 12:30:45', { a: '12:30:45' }],
  ['a: 2020-01-01', { a: '2020-01-01' }],
  ['a: .', { a: '.' }],
  ['a: 1.5', { a: 1.5 }],
  ['a: ~', { a: null }],
  ['a: &x {b: 1}\nc:\n  <<: *x', { a: { b: 1 }, c: { b: 1 } }],
])('%s is read as the API server reads it', (text, value) => {
  expect(readDocuments(text)[0]?.value).toEqual(value);
});

test('aliases that would fill the memory are a failure, not the end', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
    )
    .join('\n');
  const [document] = readDocuments(bomb);
  expect(document?.failure).toMatch(/alias/i);
  expect(document?.value).toBeUndefined();
});
