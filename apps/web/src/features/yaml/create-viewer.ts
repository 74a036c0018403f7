import { standardKeymap } from '@codemirror/commands';
import { foldKeymap } from '@codemirror/language';
import { openSearchPanel, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { baseExtensions, spoken } from '../../ui/yaml-editor/base-extensions.ts';
import type { EditorWords } from '../../ui/yaml-editor/editor-words.ts';
import { textChanges } from '../../ui/yaml-editor/text-changes.ts';

export interface Viewer {
  /** Puts a new text in place of the old one, changing only the lines that differ. */
  setText(text: string): void;
  setWrap(wrap: boolean): void;
  setWords(words: EditorWords): void;
  openSearch(): void;
  destroy(): void;
}

/** A read-only view of YAML: highlighted, folding, searchable, with control characters shown as escapes. */
export function createViewer(parent: HTMLElement, text: string, words: EditorWords, wrap: boolean): Viewer {
  const wrapping = new Compartment();
  const speaking = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        // Read-only, yet editable for the browser: only so it takes the focus, a cursor and the keys that move it.
        EditorState.readOnly.of(true),
        keymap.of([...searchKeymap, ...foldKeymap, ...standardKeymap]),
        baseExtensions(),
        wrapping.of(wrap ? EditorView.lineWrapping : []),
        speaking.of(spoken(words, true)),
      ],
    }),
  });
  let current = text;
  return {
    setText(next) {
      const changes = textChanges(current, next);
      current = next;
      if (changes.length > 0) view.dispatch({ changes: [...changes] });
    },
    setWrap: (on) => view.dispatch({ effects: wrapping.reconfigure(on ? EditorView.lineWrapping : []) }),
    setWords: (next) => view.dispatch({ effects: speaking.reconfigure(spoken(next, true)) }),
    openSearch: () => {
      openSearchPanel(view);
    },
    destroy: () => view.destroy(),
  };
}
