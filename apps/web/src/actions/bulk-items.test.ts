import { Box } from 'lucide-react';
import { expect, it } from 'vitest';
import { bulkItems } from './bulk-items.ts';
import { type Action, type ActionTarget, defineAction } from './define-action.ts';

const targets = ['a', 'b', 'c'].map(
  (name): ActionTarget => ({
    ref: {
      cluster: 'c',
      resource: {
        group: '',
        version: 'v1',
        resource: 'pods',
        kind: 'Pod',
        singular: 'pod',
        shortNames: [],
        categories: [],
        namespaced: true,
        verbs: ['get', 'patch', 'delete'],
      },
      namespace: 'n',
      name,
    },
  }),
);

const action = (id: string, names: string, more: Partial<Action> = {}): Action =>
  defineAction({
    id,
    title: id,
    icon: Box,
    order: 1,
    bulk: true,
    applies: ({ ref }) => names.includes(ref.name),
    run: async () => {},
    kubectl: () => '',
    ...more,
  });

it('the bar has what is for many and applies to some, and says to how many', () => {
  const items = bulkItems(targets, [action('two', 'ab'), action('none', ''), action('single', 'abc', { bulk: false })]);
  expect(items.map(({ action: { id }, applies, of }) => [id, applies, of])).toEqual([
    ['two', 2, 3],
    ['run-command', 3, 3],
    ['copy-name', 3, 3],
    ['restart', 3, 3],
    ['evict', 3, 3],
    ['label', 3, 3],
    ['annotate', 3, 3],
    ['delete', 3, 3],
  ]);
});
