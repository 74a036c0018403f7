import { yaml } from '@codemirror/lang-yaml';
import { codeFolding, foldGutter, syntaxHighlighting } from '@codemirror/language';
import { search } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightSpecialChars, lineNumbers } from '@codemirror/view';
import { editorHighlight, editorTheme } from './editor-theme.ts';
import type { EditorWords } from './editor-words.ts';

/** Deceiving characters beside CodeMirror's own list: the remaining bidi controls and invisible ones (CVE-2021-42574). */
const DECEIVING = /\u200c|\u200d|[\u180e\u202a-\u202c\u2060-\u2065\u2068\u206a-\u206f]/g;

/** What reading and writing YAML share: colours, folding, search, control characters shown as escapes. */
export function baseExtensions(): Extension {
  return [
    lineNumbers(),
    highlightSpecialChars({ addSpecialChars: DECEIVING }),
    highlightActiveLine(),
    codeFolding(),
    foldGutter(),
    search({ top: true }),
    yaml(),
    syntaxHighlighting(editorHighlight),
    editorTheme,
  ];
}

/** The person's language for CodeMirror and for screen readers. */
export function spoken({ label, phrases }: Pick<EditorWords, 'label' | 'phrases'>, readOnly: boolean): Extension {
  return [
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      ...(readOnly ? { 'aria-readonly': 'true' } : {}),
    }),
  ];
}
