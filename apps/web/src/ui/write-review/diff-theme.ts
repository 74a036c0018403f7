import { EditorView } from '@codemirror/view';

/** Added and removed are told by a mark at the side and by place, not by colour alone. */
export const diffTheme = EditorView.theme({
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--qd-diff-old)' },
  '&.cm-merge-b .cm-changedLine, &.cm-merge-b .cm-inlineChangedLine, .cm-insertedLine, .cm-changedLine': {
    backgroundColor: 'var(--qd-diff-new)',
  },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: 'var(--qd-diff-old-text)' },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'var(--qd-diff-new-text)' },
  '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { background: 'var(--qd-diff-old-mark)' },
  '&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter': { background: 'var(--qd-diff-new-mark)' },
  '.cm-collapsedLines': {
    background: 'var(--qd-surface)',
    color: 'var(--qd-text-dim)',
    padding: '2px 8px',
    cursor: 'pointer',
  },
  // its arrows are characters that many fonts do not have
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '""' },
});
