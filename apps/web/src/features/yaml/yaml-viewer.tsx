import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { useFillHeight } from '../../ui/use-fill-height.ts';
import { useWords } from '../../ui/use-words.ts';
import { createViewer, type Viewer } from './create-viewer.ts';
import classes from './yaml-tab.module.css';

/** CodeMirror's phrases that a reader meets; keys of the texts are made from them ("match case" → "phrase.matchCase"). */
const PHRASES = [
  'Find',
  'next',
  'previous',
  'all',
  'match case',
  'regexp',
  'by word',
  'close',
  'current match',
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
] as const;

interface YamlViewerProps {
  readonly text: string;
  readonly wrap: boolean;
  readonly label: string;
  readonly viewer: RefObject<Viewer | null>;
}

/** CodeMirror as a component: the text is put in by differences, so a change of the object moves nothing else. */
export function YamlViewer({ text, wrap, label, viewer }: YamlViewerProps) {
  const t = useWords('yaml');
  const host = useRef<HTMLDivElement>(null);
  const height = useFillHeight(host);
  const words = useMemo(
    () => ({ label, phrases: Object.fromEntries(PHRASES.map((phrase) => [phrase, t(`phrase.${phraseKey(phrase)}`)])) }),
    [label, t],
  );
  const first = useRef({ text, words, wrap });

  useEffect(() => {
    if (host.current === null) return;
    const made = createViewer(host.current, first.current.text, first.current.words, first.current.wrap);
    viewer.current = made;
    return () => {
      viewer.current = null;
      made.destroy();
    };
  }, [viewer]);
  useEffect(() => viewer.current?.setText(text), [viewer, text]);
  useEffect(() => viewer.current?.setWrap(wrap), [viewer, wrap]);
  useEffect(() => viewer.current?.setWords(words), [viewer, words]);

  return <div ref={host} className={classes.viewer} style={{ height }} />;
}

function phraseKey(phrase: string): string {
  return phrase.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/^\w/, (c) => c.toLowerCase());
}
