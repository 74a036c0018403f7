// @vitest-environment jsdom
import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { treeOf } from '../../api/schema/test/recorded.ts';
import { completeYaml } from './complete.ts';
import { documentHeads } from './document-kinds.ts';
import type { EditorWords } from './editor-words.ts';
import { SchemaBook } from './schema-book.ts';

const words: EditorWords = { label: 'x', phrases: {}, say: (key) => key };
const HEAD = 'apiVersion: apps/v1\nkind: Deployment\n';
let view: EditorView | undefined;
// jsdom lays nothing out
Range.prototype.getClientRects = () => Object.assign([], { item: () => null });
afterEach(() => view?.destroy());

const source = (from: 'v1.20-v2' | 'demo-v3-apps'): SchemaSource => ({
  kinds: [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'apps/v1', kind: 'DaemonSet' },
    { apiVersion: 'v1', kind: 'Pod' },
  ],
  immutable: () => ['spec.selector'],
  load: async (kind) => (kind.kind === 'Deployment' ? treeOf(from, 'apps/v1', 'Deployment').schema : undefined),
});

/** What is offered where "|" stands. */
async function at(
  marked: string,
  { explicit = true, from = 'demo-v3-apps' as const }: { explicit?: boolean; from?: 'v1.20-v2' | 'demo-v3-apps' } = {},
): Promise<CompletionResult | null> {
  const position = marked.indexOf('|');
  const doc = marked.slice(0, position) + marked.slice(position + 1);
  const state = EditorState.create({ doc, extensions: [documentHeads] });
  view = new EditorView({ state });
  const book = await new Promise<SchemaBook>((resolve) => {
    const made: SchemaBook = new SchemaBook(source(from), () => resolve(made));
    made.tree({ group: 'apps', version: 'v1', kind: 'Deployment' });
  });
  return await completeYaml(book, () => words)(new CompletionContext(state, position, explicit, view));
}

const labels = (result: CompletionResult | null) => result?.options.map(({ label }) => label) ?? [];

/** The text after the option was chosen, "|" where the cursor is then. */
async function chosen(marked: string, label: string): Promise<string> {
  const result = await at(marked);
  const option = result?.options.find((candidate) => candidate.label === label);
  const position = marked.indexOf('|');
  if (view === undefined || option === undefined || result === null) throw new Error(`${label} is not offered`);
  if (typeof option.apply === 'function') option.apply(view, option, result.from, position);
  else view.dispatch({ changes: { from: result.from, to: position, insert: option.apply ?? label } });
  const { doc, selection } = view.state;
  return `${doc.sliceString(0, selection.main.head)}|${doc.sliceString(selection.main.head)}`;
}

describe.each(['demo-v3-apps', 'v1.20-v2'] as const)('keys and values of %s (OPS-070)', (from) => {
  it('offers the fields of the object at the cursor, without those that stand there', async () => {
    const offered = labels(await at(`${HEAD}spec:\n  replicas: 1\n  |\n  paused: true\n`, { from }));
    expect(offered).toContain('selector');
    expect(offered).not.toContain('replicas');
    expect(offered).not.toContain('paused');
    expect(offered).not.toContain('containers');
  });

  it('finds the place within lists', async () => {
    const text = `${HEAD}spec:\n  template:\n    spec:\n      containers:\n      - name: a\n        ima|\n`;
    expect(labels(await at(text, { from }))).toEqual(expect.arrayContaining(['image', 'imagePullPolicy']));
    const item = `${HEAD}spec:\n  template:\n    spec:\n      containers:\n        - |\n`;
    expect(labels(await at(item, { from }))).toContain('image');
  });

  it('offers the values of a field', async () => {
    const text = `${HEAD}spec:\n  template:\n    spec:\n      containers:\n      - name: a\n        imagePullPolicy: |\n`;
    expect(labels(await at(text, { from })).toSorted()).toEqual(['Always', 'IfNotPresent', 'Never']);
    expect(labels(await at(`${HEAD}spec:\n  paused: |\n`, { from }))).toEqual(['true', 'false']);
  });
});

test('the kind is that of the document at the cursor', async () => {
  const two = `apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b\n---\n${HEAD}spec:\n  |`;
  expect(labels(await at(two))).toContain('replicas');
  expect(labels(await at(`apiVersion: v1\nkind: ConfigMap\nd|\n---\n${HEAD}`))).not.toContain('replicas');
});

test('what the cluster serves, after kind: and apiVersion:', async () => {
  expect(labels(await at('apiVersion: apps/v1\nkind: |'))).toEqual(['Deployment', 'DaemonSet']);
  expect(labels(await at('kind: Pod\napiVersion: |'))).toEqual(['v1']);
  expect(labels(await at('|'))).toEqual(['apiVersion', 'kind']);
});

test.each([
  ['a comment', `${HEAD}spec:\n  # rep|`],
  ['a text block', `${HEAD}metadata:\n  annotations:\n    a: |-\n      rep`.replace('rep', 'rep¦')],
  ['a document mark', `${HEAD}---|`],
])('nothing is offered in %s', async (_, text) => {
  const marked = text.includes('¦') ? text.replace('|-', '>-').replace('¦', '|') : text;
  expect(await at(marked)).toBeNull();
});

test('on a blank line only when asked', async () => {
  expect(await at(`${HEAD}spec:\n  |\n`, { explicit: false })).toBeNull();
});

test('a key comes with what its value must have', async () => {
  expect(await chosen(`${HEAD}spec:\n  repl|`, 'replicas')).toBe(`${HEAD}spec:\n  replicas: |`);
  expect(await chosen(`${HEAD}spec:\n  |`, 'selector')).toBe(`${HEAD}spec:\n  selector:\n    |`);
  expect(await chosen(`${HEAD}spec:\n  |`, 'template')).toBe(`${HEAD}spec:\n  template:\n    |`);
  expect(await chosen(`${HEAD}spec:\n  template:\n    spec:\n      |`, 'containers')).toBe(
    `${HEAD}spec:\n  template:\n    spec:\n      containers:\n        - name: |`,
  );
  expect(await chosen(`${HEAD}|`, 'spec')).toContain('selector:\n    |');
});

test('a key that is replaced keeps its value', async () => {
  expect(await chosen(`${HEAD}spec:\n  repl|: 3`, 'replicas')).toBe(`${HEAD}spec:\n  replicas|: 3`);
});
