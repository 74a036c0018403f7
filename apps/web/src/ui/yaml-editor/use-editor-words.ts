import { useMemo } from 'react';
import { useWords } from '../use-words.ts';
import type { EditorWords } from './editor-words.ts';

/** CodeMirror's phrases that a person meets; keys of the texts are made from them ("match case" → "phrase.matchCase"). */
const PHRASES = [
  'Find',
  'Replace',
  'next',
  'previous',
  'all',
  'match case',
  'regexp',
  'by word',
  'replace',
  'replace all',
  'close',
  'current match',
  'replaced $ matches',
  'replaced match on line $',
  'on line',
  'Control character',
  'Go to line',
  'go',
  'Folded lines',
  'Unfolded lines',
  'to',
  'folded code',
  'unfold',
  'Fold line',
  'Unfold line',
  'Completions',
  'Diagnostics',
  'No diagnostics',
] as const;

/** What an editor with that name says; the words of namespace "editor" must be there. */
export function useEditorWords(label: string): EditorWords {
  const t = useWords('editor');
  return useMemo(
    () => ({
      label,
      phrases: Object.fromEntries(PHRASES.map((phrase) => [phrase, t(`phrase.${phraseKey(phrase)}`)])),
      say: t,
    }),
    [label, t],
  );
}

function phraseKey(phrase: string): string {
  return phrase
    .replace(/ [$] /g, ' ')
    .replace(/ [$]$/, '')
    .replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^(\w)/, (c) => c.toLowerCase())
    .replace(/^(\w+)$/, (key) => (phrase === 'Replace' ? 'replaceWith' : key));
}
