import { type EditorView, hoverTooltip, type Tooltip } from '@codemirror/view';
import { documentAt } from './document-kinds.ts';
import type { EditorWords } from './editor-words.ts';
import { fieldCard } from './field-card.ts';
import type { SchemaBook } from './schema-book.ts';
import { placeOfLine } from './yaml-place.ts';

/** The documentation of the key under the pointer. */
export function hoverDocumentation(book: SchemaBook, words: () => EditorWords) {
  return hoverTooltip((view, position) => tooltipAt(view, position, book, words()), { hideOnChange: true });
}

function tooltipAt(view: EditorView, position: number, book: SchemaBook, words: EditorWords): Tooltip | null {
  const line = view.state.doc.lineAt(position);
  const place = placeOfLine(view.state.doc, line.number);
  const column = position - line.from;
  if (place?.key === undefined || column < place.column || column > place.keyEnd) return null;
  const tree = book.tree(documentAt(view.state, position).kind);
  const card = tree === undefined ? null : fieldCard(tree, [...place.holder, place.key], words);
  return card === null
    ? null
    : { pos: line.from + place.column, end: line.from + place.keyEnd, above: true, create: () => ({ dom: card }) };
}
