import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { documentAt, documentHeads, readHeads } from './document-kinds.ts';

const TWO = 'apiVersion: v1\nkind: Pod\n---\n# next\nkind: "Deployment" # it is\napiVersion: apps/v1\nspec: {}\n';
const start = (doc: string) => EditorState.create({ doc, extensions: [documentHeads] });

test('each document has its kind', () => {
  const state = start(TWO);
  expect(documentAt(state, 3)).toMatchObject({ index: 0, kind: { group: '', version: 'v1', kind: 'Pod' } });
  expect(documentAt(state, TWO.length)).toMatchObject({
    index: 1,
    kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
  });
});

test('a mark at the very beginning begins no second document', () => {
  expect(readHeads(start('---\nkind: A\napiVersion: v1\n').doc)).toHaveLength(1);
  expect(readHeads(start('# note\n---\nkind: A\napiVersion: v1\n').doc)).toHaveLength(1);
  expect(readHeads(start('---\n---\nkind: A\napiVersion: v1\n').doc)).toHaveLength(2);
});

test.each([
  [{ from: TWO.indexOf('Pod'), to: TWO.indexOf('Pod') + 3, insert: 'Node' }],
  [{ from: TWO.indexOf('---'), to: TWO.indexOf('# next'), insert: '' }],
  [{ from: TWO.length, insert: '---\nkind: Job\napiVersion: batch/v1\n' }],
  [{ from: TWO.length, insert: 'more: 1\n' }],
  [{ from: 0, insert: '# a comment\n' }],
])('after the change %j the heads are those of the new text', (changes) => {
  const next = start(TWO).update({ changes }).state;
  const fresh = readHeads(next.doc);
  expect(next.field(documentHeads).map(({ kind }) => kind)).toEqual(fresh.map(({ kind }) => kind));
});
