import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { SchemaNode } from '../../api/schema/schema-node.ts';
import type { FieldPath, SchemaTree } from '../../api/schema/schema-tree.ts';
import { suggestedValues } from '../../api/schema/suggested-values.ts';
import { documentAt } from './document-kinds.ts';
import type { EditorWords } from './editor-words.ts';
import { fieldCard } from './field-card.ts';
import type { SchemaBook } from './schema-book.ts';
import { skeletonOf } from './skeleton.ts';
import { holderOf, isDocumentMark, keysBeside, lineParts } from './yaml-place.ts';

/** Required fields stand first, what the server writes last. */
const REQUIRED = 50;
const SERVERS_OWN = -50;
/** fields that the server writes: offered, but last */
const WRITTEN_BY_SERVER: ReadonlySet<string> = new Set([
  'status',
  'managedFields',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'clusterName',
]);

/** Keys and values that the schema of the document's kind knows at the cursor. */
export function completeYaml(book: SchemaBook, words: () => EditorWords): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (isDocumentMark(before) || /(?:^|\s)#/.test(before)) return null;
    const parts = lineParts(before);
    return parts.key === undefined
      ? completeKey(context, book, words(), line.number, before, parts.column)
      : completeValue(context, book, line.number, parts.column, parts.key, before, parts.valueFrom ?? before.length);
  };
}

function completeKey(
  context: CompletionContext,
  book: SchemaBook,
  words: EditorWords,
  lineNumber: number,
  before: string,
  column: number,
): CompletionResult | null {
  const { doc } = context.state;
  const typed = before.slice(column);
  if (!/^[\w./-]*$/.test(typed) || (typed === '' && !context.explicit && before.trimEnd() === '')) return null;
  const path = holderOf(doc, lineNumber, column);
  const { kind } = documentAt(context.state, context.pos);
  const tree = book.tree(kind);
  if (path === undefined) return null;
  const from = context.pos - typed.length;
  if (tree === undefined) return path.length === 0 ? { from, options: headOptions(), validFor: /^\w*$/ } : null;
  const holder = tree.at(path);
  if (holder === undefined) return null;
  const taken = keysBeside(doc, lineNumber, column);
  const options =
    path.at(-1) !== 0 && holder.items !== undefined
      ? [itemOption(words)]
      : tree
          .fields(path)
          .filter(({ name }) => name === typed || !taken.has(name))
          .map(({ name, type, required }): Completion => {
            const field = [...path, name];
            return {
              label: name,
              detail: type,
              type: 'property',
              boost: required ? REQUIRED : WRITTEN_BY_SERVER.has(name) ? SERVERS_OWN : 0,
              info: () => fieldCard(tree, field, words),
              apply: (view, _, start, end) => insertKey(view, tree, field, start, end),
            };
          });
  // a text in a list of texts
  const values = valueOptions(holder);
  return options.length + values.length === 0
    ? null
    : { from, options: [...options, ...values], validFor: /^[\w./-]*$/ };
}

/** The two keys by which a document says what it is. */
function headOptions(): Completion[] {
  return ['apiVersion', 'kind'].map((label) => ({ label, type: 'property', apply: `${label}: ` }));
}

function itemOption(words: EditorWords): Completion {
  return { label: '- ', displayLabel: `- ${words.say('complete.item')}`, type: 'keyword', apply: '- ' };
}

/** Puts a key in with the skeleton of its value, unless the line has its colon already. */
function insertKey(view: EditorView, tree: SchemaTree, path: FieldPath, from: number, to: number): void {
  const { doc } = view.state;
  const line = doc.lineAt(from);
  const name = String(path.at(-1));
  if (/^[\w./-]*\s*:/.test(doc.sliceString(to, line.to))) {
    view.dispatch({ changes: { from, to, insert: name }, selection: { anchor: from + name.length } });
    return;
  }
  const { text, cursor } = skeletonOf(tree, path, ' '.repeat(from - line.from));
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + cursor },
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
}

function completeValue(
  context: CompletionContext,
  book: SchemaBook,
  lineNumber: number,
  column: number,
  key: string,
  before: string,
  valueFrom: number,
): CompletionResult | null {
  const typed = before.slice(Math.min(valueFrom, before.length));
  if (!/^[\w./-]*$/.test(typed) || !/:\s/.test(before)) return null;
  const holder = holderOf(context.state.doc, lineNumber, column);
  if (holder === undefined) return null;
  const from = context.pos - typed.length;
  const { kind } = documentAt(context.state, context.pos);
  const head = holder.length === 0 ? headValues(context, book, key) : undefined;
  if (head !== undefined) return head.length === 0 ? null : { from, options: head, validFor: /^[\w./-]*$/ };
  const node = book.tree(kind)?.at([...holder, key]);
  const options = node === undefined ? [] : valueOptions(node);
  return options.length === 0 ? null : { from, options, validFor: /^\w*$/ };
}

function valueOptions(node: SchemaNode): Completion[] {
  return suggestedValues(node).map((label) => ({
    label,
    type: 'enum',
    ...(String(node.default ?? '') === label ? { boost: REQUIRED } : {}),
  }));
}

/** What the cluster serves, after apiVersion: and kind:. undefined: another key. */
function headValues(context: CompletionContext, { source }: SchemaBook, key: string): Completion[] | undefined {
  if (key !== 'apiVersion' && key !== 'kind') return undefined;
  const other = key === 'kind' ? 'apiVersion' : 'kind';
  const said = headText(context, other);
  const kinds = (source?.kinds ?? []).filter((kind) => said === undefined || kind[other] === said);
  return [...new Set(kinds.map((kind) => kind[key]))].map((label) => {
    const versions = key === 'kind' && said === undefined ? kinds.filter(({ kind }) => kind === label) : [];
    return { label, type: 'class', ...(versions.length === 1 ? { detail: versions[0]?.apiVersion ?? '' } : {}) };
  });
}

/** The document's other head key, as it stands near the cursor. */
function headText(context: CompletionContext, key: string): string | undefined {
  const { doc } = context.state;
  const { number } = doc.lineAt(context.pos);
  for (let at = Math.max(1, number - 20); at <= Math.min(doc.lines, number + 20); at += 1) {
    const parts = lineParts(doc.line(at).text);
    if (parts.column === 0 && parts.key === key && parts.value !== '') return parts.value;
  }
  return undefined;
}
