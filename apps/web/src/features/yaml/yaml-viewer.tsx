import { type RefObject, useEffect, useRef } from 'react';
import { useFillHeight } from '../../ui/use-fill-height.ts';
import { useEditorWords } from '../../ui/yaml-editor/use-editor-words.ts';
import editorClasses from '../../ui/yaml-editor/yaml-editor.module.css';
import { createViewer, type Viewer } from './create-viewer.ts';

interface YamlViewerProps {
  readonly text: string;
  readonly wrap: boolean;
  readonly label: string;
  readonly viewer: RefObject<Viewer | null>;
}

/** CodeMirror as a component: the text is put in by differences, so a change of the object moves nothing else. */
export function YamlViewer({ text, wrap, label, viewer }: YamlViewerProps) {
  const host = useRef<HTMLDivElement>(null);
  const height = useFillHeight(host);
  const words = useEditorWords(label);
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

  return <div ref={host} className={editorClasses.editor} style={{ height }} />;
}
