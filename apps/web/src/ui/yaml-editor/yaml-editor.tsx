import { type RefObject, useEffect, useRef } from 'react';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { useFillHeight } from '../use-fill-height.ts';
import { startChecker } from './checker.ts';
import { type CursorPlace, createEditor, type YamlEditorHandle } from './create-editor.ts';
import { useEditorWords } from './use-editor-words.ts';
import classes from './yaml-editor.module.css';

export interface YamlEditorProps {
  /** The text that the editor begins with; later texts come through `editor.current.setText`. */
  readonly initialText: string;
  /** accessible name */
  readonly label: string;
  /** filled while the editor is there */
  readonly editor: RefObject<YamlEditorHandle | null>;
  /** undefined: YAML without schemas */
  readonly schemas?: SchemaSource | undefined;
  readonly wrap?: boolean;
  /** CSS pixels; down to the bottom of the window by default */
  readonly height?: number;
  /** The text changed. Called at each key press: read the text (`editor.current.text()`) when the typing rests. */
  readonly onEdit?: () => void;
  /** The cursor rests at another place. */
  readonly onCursor?: (place: CursorPlace) => void;
  /** Ctrl-S or ⌘-S. */
  readonly onSave?: () => void;
}

/** A YAML editor with schemas; speaks namespace "editor" (lazyWithWords). The text is the editor's own, not React's. */
export function YamlEditor(props: YamlEditorProps) {
  const { label, editor, wrap = false, height } = props;
  const host = useRef<HTMLDivElement>(null);
  const fill = useFillHeight(host);
  const words = useEditorWords(label);
  // the editor outlives a drawing: it calls what the last one gave it
  const latest = useRef(props);
  const first = useRef({ words, wrap });
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (host.current === null) return;
    const made = createEditor(host.current, {
      text: latest.current.initialText,
      words: first.current.words,
      wrap: first.current.wrap,
      schemas: latest.current.schemas,
      checker: startChecker(),
      onEdit: () => latest.current.onEdit?.(),
      onCursor: (place) => latest.current.onCursor?.(place),
      onSave: () => latest.current.onSave?.(),
    });
    editor.current = made;
    return () => {
      editor.current = null;
      made.destroy();
    };
  }, [editor]);
  useEffect(() => editor.current?.setWrap(wrap), [editor, wrap]);
  useEffect(() => editor.current?.setWords(words), [editor, words]);

  return <div ref={host} className={classes.editor} style={{ height: height ?? fill }} />;
}
