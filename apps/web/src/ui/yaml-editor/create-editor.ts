import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { foldKeymap, indentUnit } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { openSearchPanel, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import type { GroupVersionKind } from '../../api/schema/schema-node.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import type { FieldPath } from '../../api/schema/schema-tree.ts';
import type { Fault } from '../../api/writes/fault.ts';
import { safeText } from '../safe-text.ts';
import { baseExtensions, spoken } from './base-extensions.ts';
import type { Checker } from './checker.ts';
import { completeYaml } from './complete.ts';
import { documentAt, documentHeads } from './document-kinds.ts';
import type { EditorWords } from './editor-words.ts';
import { hoverDocumentation } from './hover.ts';
import { fieldMarks, schemaCame } from './marks.ts';
import { SchemaBook } from './schema-book.ts';
import { asDiagnostics, type PlacedFault, serverFaults, setServerFaults } from './server-faults.ts';
import { textChanges } from './text-changes.ts';
import { holderOf, lineParts } from './yaml-place.ts';

/** A fault of one of the documents of a text. */
interface DocumentFault extends Fault {
  /** which document, from 0; 0 unless it says otherwise */
  readonly document?: number;
}

/** Where the cursor is. */
export interface CursorPlace {
  readonly document: number;
  /** undefined: the document does not say */
  readonly kind: GroupVersionKind | undefined;
  /** of the key on the line; undefined within a text block */
  readonly path: FieldPath | undefined;
}

export interface EditorOptions {
  readonly text: string;
  readonly words: EditorWords;
  readonly wrap: boolean;
  readonly schemas: SchemaSource | undefined;
  readonly checker: Checker;
  /** the text changed; told at once, so it must be cheap: the text is read with text() when it is wanted */
  readonly onEdit: () => void;
  readonly onCursor: (place: CursorPlace) => void;
  readonly onSave: () => void;
}

/** An editor that is there. */
export interface YamlEditorHandle {
  /** As typed, with line feeds. */
  text(): string;
  /** Puts another text in place, changing only the lines that differ; it can be undone. */
  setText(text: string): void;
  /** Marks faults at their fields, in place of those before; each stays until its place is edited. */
  setFaults(faults: readonly DocumentFault[]): Promise<void>;
  /** Goes to a field, or to a line from 1. */
  goTo(place: { readonly document?: number; readonly path: FieldPath } | { readonly line: number }): Promise<void>;
  setWrap(wrap: boolean): void;
  setWords(words: EditorWords): void;
  openSearch(): void;
  focus(): void;
  destroy(): void;
}

/** Typing rests this long before the text is read anew. */
const CHECK_AFTER_MS = 400;
const CURSOR_AFTER_MS = 150;

/** A YAML editor that knows the schemas of what is written in it. */
export function createEditor(parent: HTMLElement, options: EditorOptions): YamlEditorHandle {
  const { checker } = options;
  let { words } = options;
  let cursorTimer: ReturnType<typeof setTimeout> | undefined;
  const wrapping = new Compartment();
  const speaking = new Compartment();
  const book = new SchemaBook(options.schemas, (schema) => {
    checker.schema(schema);
    view.dispatch({ effects: schemaCame.of(null) });
    forceLinting(view);
  });
  const say = () => words;

  const lint = async (editor: EditorView): Promise<readonly Diagnostic[]> => {
    const text = editor.state.doc.toString();
    for (const { kind } of editor.state.field(documentHeads)) book.tree(kind);
    const found = await checker.check(text);
    return [
      ...found.map(({ from, to, severity, code, values }) => ({
        from,
        to,
        severity,
        message: safeText(words.say(code, values)),
      })),
      ...asDiagnostics(editor.state.field(serverFaults), words.say('server')),
    ];
  };

  const save = () => {
    options.onSave();
    return true;
  };

  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        baseExtensions(),
        history(),
        drawSelection(),
        indentUnit.of('  '),
        closeBrackets(),
        documentHeads,
        serverFaults,
        autocompletion({ override: [completeYaml(book, say)], icons: false, activateOnTypingDelay: 150 }),
        hoverDocumentation(book, say),
        fieldMarks(book, say),
        lintGutter(),
        linter(lint, {
          delay: CHECK_AFTER_MS,
          needsRefresh: ({ transactions }) =>
            transactions.some(({ effects }) => effects.some((effect) => effect.is(setServerFaults))),
        }),
        keymap.of([
          { key: 'Mod-s', run: save, preventDefault: true },
          { key: 'Tab', run: acceptCompletion },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...foldKeymap,
          ...historyKeymap,
          // Esc, then Tab leaves the editor (CodeMirror's own way for keyboards)
          indentWithTab,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onEdit();
          if (!update.docChanged && !update.selectionSet) return;
          clearTimeout(cursorTimer);
          cursorTimer = setTimeout(() => options.onCursor(cursorPlace(view.state)), CURSOR_AFTER_MS);
        }),
        wrapping.of(options.wrap ? EditorView.lineWrapping : []),
        speaking.of(spoken(words, false)),
      ],
    }),
  });

  const goToPosition = (position: number) => {
    view.dispatch({ selection: { anchor: position }, effects: EditorView.scrollIntoView(position, { y: 'center' }) });
    view.focus();
  };
  const lineStart = (line: number): number =>
    view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from;

  return {
    text: () => view.state.doc.toString(),
    setText: (next) => {
      const changes = textChanges(view.state.doc.toString(), next);
      if (changes.length > 0) view.dispatch({ changes: [...changes] });
    },
    setFaults: async (faults) => {
      const before = view.state.doc;
      const places = await checker.places(
        before.toString(),
        faults.map(({ document = 0, path }) => ({ document, path })),
      );
      // typed on while the places were looked for: the next dry run tells them again
      if (view.state.doc !== before) return;
      const placed = faults.map(({ message, detail, severity, line, path }, index): PlacedFault => {
        const { from, to } = places[index] ?? { from: 0, to: 0 };
        const start = line !== undefined && path.length === 0 ? lineStart(line) : from;
        const end = line !== undefined && path.length === 0 ? view.state.doc.lineAt(start).to : to;
        const said = detail === undefined || detail === message ? message : `${message}\n${detail}`;
        return { from: start, to: end, severity, message: safeText(said) };
      });
      view.dispatch({ effects: setServerFaults.of(placed) });
      forceLinting(view);
    },
    goTo: async (place) => {
      if ('line' in place) goToPosition(lineStart(place.line));
      else {
        const [found] = await checker.places(view.state.doc.toString(), [
          { document: place.document ?? 0, path: place.path },
        ]);
        goToPosition(Math.min(found?.from ?? 0, view.state.doc.length));
      }
    },
    setWrap: (on) => view.dispatch({ effects: wrapping.reconfigure(on ? EditorView.lineWrapping : []) }),
    setWords: (next) => {
      words = next;
      view.dispatch({ effects: [speaking.reconfigure(spoken(next, false)), schemaCame.of(null)] });
    },
    openSearch: () => {
      openSearchPanel(view);
    },
    focus: () => view.focus(),
    destroy: () => {
      clearTimeout(cursorTimer);
      book.close();
      view.destroy();
      checker.close();
    },
  };
}

function cursorPlace(state: EditorState): CursorPlace {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const { index, kind } = documentAt(state, head);
  const { key, column } = lineParts(line.text);
  const holder = holderOf(state.doc, line.number, column);
  return { document: index, kind, path: holder === undefined || key === undefined ? holder : [...holder, key] };
}
