import { standardKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { codeFolding, foldGutter, foldKeymap, syntaxHighlighting } from '@codemirror/language';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { lineChanges } from './line-changes.ts';
import { viewerHighlight, viewerTheme } from './viewer-theme.ts';

/** Deceiving characters beside CodeMirror's own list: the remaining bidi controls and invisible ones (CVE-2021-42574). */
const DECEIVING = /\u200c|\u200d|[\u180e\u202a-\u202c\u2060-\u2065\u2068\u206a-\u206f]/g;

export interface ViewerWords {
  /** accessible name of the text */
  readonly label: string;
  /** CodeMirror's own English phrases to the person's language */
  readonly phrases: Readonly<Record<string, string>>;
}

export interface Viewer {
  /** Puts a new text in place of the old one, changing only the lines that differ. */
  setText(text: string): void;
  setWrap(wrap: boolean): void;
  setWords(words: ViewerWords): void;
  openSearch(): void;
  destroy(): void;
}

/** A read-only view of YAML: highlighted, folding, searchable, with control characters shown as escapes. */
export function createViewer(parent: HTMLElement, text: string, words: ViewerWords, wrap: boolean): Viewer {
  const wrapping = new Compartment();
  const speaking = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        // Read-only, yet editable for the browser: only so it takes the focus, a cursor and the keys that move it.
        EditorState.readOnly.of(true),
        lineNumbers(),
        highlightSpecialChars({ addSpecialChars: DECEIVING }),
        highlightActiveLine(),
        codeFolding(),
        foldGutter(),
        search({ top: true }),
        keymap.of([...searchKeymap, ...foldKeymap, ...standardKeymap]),
        yaml(),
        syntaxHighlighting(viewerHighlight),
        viewerTheme,
        wrapping.of(wrap ? EditorView.lineWrapping : []),
        speaking.of(spoken(words)),
      ],
    }),
  });
  let current = text;
  return {
    setText(next) {
      const changes = lineChanges(current, next);
      current = next;
      if (changes.length > 0) view.dispatch({ changes: [...changes] });
    },
    setWrap: (on) => view.dispatch({ effects: wrapping.reconfigure(on ? EditorView.lineWrapping : []) }),
    setWords: (next) => view.dispatch({ effects: speaking.reconfigure(spoken(next)) }),
    openSearch: () => {
      openSearchPanel(view);
    },
    destroy: () => view.destroy(),
  };
}

function spoken({ label, phrases }: ViewerWords): Extension {
  return [
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
  ];
}
