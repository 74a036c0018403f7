import { yaml } from '@codemirror/lang-yaml';
import { syntaxHighlighting } from '@codemirror/language';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, lineNumbers } from '@codemirror/view';
import { editorHighlight, editorTheme } from '../yaml-editor/editor-theme.ts';
import { diffTheme } from './diff-theme.ts';

/** Deceiving characters beside CodeMirror's own list (CVE-2021-42574). */
const DECEIVING = /\u200c|\u200d|[\u180e\u202a-\u202c\u2060-\u2065\u2068\u206a-\u206f]/g;
/** A text of a megabyte that differs in all must not hold the page up. */
const LIMITS = { scanLimit: 1000, timeout: 300 };
/** Lines that stay, shown around those that do not. */
const AROUND = 3;

export interface DiffWords {
  readonly before: string;
  readonly after: string;
  readonly phrases: Readonly<Record<string, string>>;
}

/** Two texts side by side, or one below the other where there is no room; what stays is folded away. */
export function createDiff(
  parent: HTMLElement,
  { before, after }: { readonly before: string; readonly after: string },
  words: DiffWords,
  sideBySide: boolean,
): { destroy(): void } {
  const collapseUnchanged = { margin: AROUND, minSize: 4 };
  if (sideBySide)
    return new MergeView({
      parent,
      a: { doc: before, extensions: readOnly(words.before, words) },
      b: { doc: after, extensions: readOnly(words.after, words) },
      highlightChanges: true,
      gutter: true,
      collapseUnchanged,
      diffConfig: LIMITS,
    });
  return new EditorView({
    parent,
    doc: after,
    extensions: [
      readOnly(words.after, words),
      unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged, diffConfig: LIMITS }),
    ],
  });
}

function readOnly(label: string, { phrases }: DiffWords): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
    lineNumbers(),
    highlightSpecialChars({ addSpecialChars: DECEIVING }),
    yaml(),
    syntaxHighlighting(editorHighlight),
    editorTheme,
    diffTheme,
  ];
}
