import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are custom properties of yaml-tab.module.css, so that dark and light follow the page. */
export const viewerTheme = EditorView.theme({
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
});

export const viewerHighlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--qd-yaml-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--qd-yaml-string)' },
  { tag: tags.content, color: 'var(--mantine-color-text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--qd-text-dim)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--qd-text-dim)' },
]);
