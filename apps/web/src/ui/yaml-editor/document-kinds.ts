import { type EditorState, StateField, type Text, type Transaction } from '@codemirror/state';
import { type GroupVersionKind, kindOf } from '../../api/schema/schema-node.ts';
import { isBlank, isDocumentMark, lineParts } from './yaml-place.ts';

/** A document of the text and the kind that it says it is of. */
export interface DocumentHead {
  readonly from: number;
  readonly kind: GroupVersionKind | undefined;
}

const HEAD = /^(?:---|\.\.\.|["']?(?:apiVersion|kind)\b)/;
/** lines of a change that are looked at one by one; a larger change has the whole text read */
const FEW_LINES = 30;

/** Reads where documents begin and of which kind they are. */
export function readHeads(doc: Text): readonly DocumentHead[] {
  const heads: DocumentHead[] = [];
  let from = 0;
  let apiVersion: string | undefined;
  let kind: string | undefined;
  let position = 0;
  let begun = false;
  const end = () => {
    heads.push({ from, kind: apiVersion !== undefined && kind !== undefined ? kindOf(apiVersion, kind) : undefined });
    apiVersion = undefined;
    kind = undefined;
  };
  for (const line of doc.iterLines()) {
    if (HEAD.test(line)) {
      if (isDocumentMark(line)) {
        // a mark before anything was said (comments say nothing) begins the first document
        if (begun && line.startsWith('---')) {
          end();
          from = position;
        }
      } else {
        const { key, value } = lineParts(line);
        const text = plain(value);
        if (key === 'apiVersion') apiVersion ??= text;
        if (key === 'kind') kind ??= text;
      }
    }
    begun ||= !isBlank(line) && !line.startsWith('%');
    position += line.length + 1;
  }
  end();
  return heads;
}

/** A scalar without quotes and comment; undefined for none. */
function plain(value: string): string | undefined {
  const text = value
    .replace(/\s+#.*$/, '')
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  return text === '' ? undefined : text;
}

function touchesHead(doc: Text, from: number, to: number): boolean {
  const first = doc.lineAt(from).number;
  const last = doc.lineAt(to).number;
  if (last - first > FEW_LINES) return true;
  for (let number = first; number <= last; number += 1) if (HEAD.test(doc.line(number).text)) return true;
  return false;
}

function changed(transaction: Transaction): boolean {
  let found = false;
  transaction.changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    found ||= touchesHead(transaction.startState.doc, fromA, toA) || touchesHead(transaction.newDoc, fromB, toB);
  });
  return found;
}

/** The documents of the text, kept while it changes; all of it is read again only where a head was touched. */
export const documentHeads = StateField.define<readonly DocumentHead[]>({
  create: ({ doc }) => readHeads(doc),
  update: (heads, transaction) => {
    if (!transaction.docChanged) return heads;
    if (changed(transaction)) return readHeads(transaction.newDoc);
    return heads.map(({ from, kind }) => ({ from: transaction.changes.mapPos(from, -1), kind }));
  },
});

/** Which document a position is in, from 0, and its kind. */
export function documentAt(state: EditorState, position: number): { readonly index: number } & DocumentHead {
  const heads = state.field(documentHeads);
  const after = heads.findIndex(({ from }) => from > position);
  const index = (after < 0 ? heads.length : after) - 1;
  return { index, ...(heads[index] ?? { from: 0, kind: undefined }) };
}
