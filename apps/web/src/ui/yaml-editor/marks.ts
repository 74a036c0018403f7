import { type Range, StateEffect } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { documentAt } from './document-kinds.ts';
import type { EditorWords } from './editor-words.ts';
import type { SchemaBook } from './schema-book.ts';
import { placesOfLines } from './yaml-place.ts';

/** A schema came: what it marks is drawn. */
export const schemaCame = StateEffect.define<null>();

/** The marks follow the text at once and are made anew when the typing rests. */
const REST_MS = 200;
const refreshMarks = StateEffect.define<null>();

/** Marks the keys in sight that are required or immutable. */
export function fieldMarks(book: SchemaBook, words: () => EditorWords) {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      #timer: ReturnType<typeof setTimeout> | undefined;
      constructor(view: EditorView) {
        this.decorations = marksIn(view, book, words());
      }
      update(update: ViewUpdate): void {
        const now = update.transactions.some(({ effects }) =>
          effects.some((effect) => effect.is(schemaCame) || effect.is(refreshMarks)),
        );
        if (now) this.decorations = marksIn(update.view, book, words());
        else if (update.docChanged || update.viewportChanged) {
          this.decorations = this.decorations.map(update.changes);
          clearTimeout(this.#timer);
          this.#timer = setTimeout(() => update.view.dispatch({ effects: refreshMarks.of(null) }), REST_MS);
        }
      }
      destroy(): void {
        clearTimeout(this.#timer);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function marksIn(view: EditorView, book: SchemaBook, words: EditorWords): DecorationSet {
  const { doc } = view.state;
  const marks: Range<Decoration>[] = [];
  const required = Decoration.mark({ class: 'cm-qd-required', attributes: { title: words.say('required') } });
  const immutable = Decoration.mark({ class: 'cm-qd-immutable', attributes: { title: words.say('immutable') } });
  for (const { from, to } of view.visibleRanges)
    for (const place of placesOfLines(doc, doc.lineAt(from).number, doc.lineAt(to).number)) {
      const line = doc.line(place.line);
      const tree = book.tree(documentAt(view.state, line.from).kind);
      const path = [...place.holder, place.key ?? ''];
      if (tree?.at(path) === undefined) continue;
      const mark = tree.isImmutable(path) ? immutable : tree.isRequired(path) ? required : undefined;
      if (mark !== undefined) marks.push(mark.range(line.from + place.column, line.from + place.keyEnd));
    }
  return Decoration.set(marks, true);
}
