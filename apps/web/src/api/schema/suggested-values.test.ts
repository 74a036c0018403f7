import { expect, test } from 'vitest';
import { suggestedValues } from './suggested-values.ts';
import { treeOf } from './test/recorded.ts';

const container = ['spec', 'template', 'spec', 'containers', 0];

test('those of the schema', () => {
  const tree = treeOf('demo-v3-apps', 'apps/v1', 'Deployment');
  expect(suggestedValues(tree.at([...container, 'imagePullPolicy']) ?? {})).toEqual([
    'Always',
    'IfNotPresent',
    'Never',
  ]);
});

test('those that an older server names in words', () => {
  const tree = treeOf('v1.20-v2', 'apps/v1', 'Deployment');
  expect(suggestedValues(tree.at([...container, 'imagePullPolicy']) ?? {})).toEqual([
    'Always',
    'Never',
    'IfNotPresent',
  ]);
  expect(suggestedValues(tree.at(['spec', 'template', 'spec', 'restartPolicy']) ?? {})).toEqual([
    'Always',
    'OnFailure',
    'Never',
  ]);
});

test('truth values, and nothing for other texts', () => {
  expect(suggestedValues({ type: 'boolean' })).toEqual(['true', 'false']);
  expect(suggestedValues({ type: 'string', description: 'Name of the container. Cannot be updated.' })).toEqual([]);
});
