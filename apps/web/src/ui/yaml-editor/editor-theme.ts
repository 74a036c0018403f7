import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are custom properties of yaml-editor.module.css, so that dark and light follow the page. */
export const editorTheme = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--qd-bg)',
    color: 'var(--mantine-color-text)',
    fontSize: '12.5px',
  },
  '&.cm-focused': { outline: '2px solid var(--qd-accent)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--qd-accent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--qd-surface)',
    color: 'var(--qd-text-dim)',
    borderRight: '1px solid var(--qd-border)',
  },
  '.cm-activeLine': { backgroundColor: 'var(--qd-hover)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--qd-accent-soft)',
    border: 'none',
    color: 'var(--mantine-color-text)',
    padding: '0 4px',
  },
  '.cm-specialChar': { color: 'var(--qd-health-failed)' },
  '.cm-panels': {
    backgroundColor: 'var(--qd-surface)',
    color: 'var(--mantine-color-text)',
    borderBottom: '1px solid var(--qd-border)',
  },
  '.cm-panel.cm-search': { fontSize: '13px', padding: '6px 8px' },
  '.cm-panel.cm-search label': { fontSize: '13px', marginInlineEnd: '8px' },
  '.cm-panel.cm-search input': { fontSize: '13px' },
  '.cm-textfield': {
    backgroundColor: 'var(--qd-bg)',
    color: 'inherit',
    border: '1px solid var(--qd-border)',
    borderRadius: '4px',
  },
  '.cm-button': {
    fontSize: '13px',
    backgroundImage: 'none',
    backgroundColor: 'var(--qd-bg)',
    color: 'inherit',
    border: '1px solid var(--qd-border)',
    borderRadius: '4px',
  },
  '.cm-panel.cm-search button[name=close]': { color: 'inherit', fontSize: '18px' },
  '.cm-searchMatch': { backgroundColor: 'var(--qd-yaml-match)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--qd-yaml-match-current)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--qd-surface)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--qd-border)',
    borderRadius: '4px',
    maxWidth: '560px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mantine-font-family-monospace)', maxHeight: '14em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--qd-accent-soft)',
    color: 'var(--mantine-color-text)',
  },
  '.cm-completionDetail': { color: 'var(--qd-text-dim)', fontStyle: 'normal' },
  '.cm-completionInfo': { padding: '8px 10px' },
  '.cm-qd-card': { padding: '8px 10px', maxHeight: '22em', overflow: 'auto', fontSize: '13px' },
  '.cm-completionInfo .cm-qd-card': { padding: '0' },
  '.cm-qd-card-path': { fontFamily: 'var(--mantine-font-family-monospace)', fontWeight: '600' },
  '.cm-qd-card-type': { color: 'var(--qd-text-dim)' },
  '.cm-qd-card-text': { margin: '6px 0 0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-qd-required': { fontWeight: '600' },
  '.cm-qd-immutable': { textDecoration: 'underline dotted var(--qd-text-dim)', textUnderlineOffset: '3px' },
  '.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-diagnosticSource': { color: 'var(--qd-text-dim)', opacity: '1' },
  '.cm-panel.cm-panel-lint ul': { maxHeight: '8em' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': {
    backgroundColor: 'var(--qd-accent-soft)',
    color: 'var(--mantine-color-text)',
  },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--qd-accent-soft) !important',
  },
});

export const editorHighlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--qd-yaml-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--qd-yaml-string)' },
  { tag: tags.content, color: 'var(--mantine-color-text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--qd-text-dim)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--qd-text-dim)' },
]);
