import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { type DraftKey, drafts } from '../../api/drafts.ts';
import type { YamlEditorHandle } from '../../ui/yaml-editor/create-editor.ts';

const REST_MS = 600;
/** Not to be written to the disk: the values of a Secret are in clear, or as good as. */
const SECRET = /^\s*["']?kind["']?\s*:\s*["']?Secret\b|"kind"\s*:\s*"Secret"/m;

/** Keeps what stands in the editor as a draft while it is typed; a page that is left at once keeps it as well. */
export function useApplyText(editor: RefObject<YamlEditorHandle | null>, key: DraftKey): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { cluster, user, object } = key;
  const save = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const text = editor.current?.text();
    if (text === undefined) return;
    const own = { cluster, user, object };
    if (text.trim() === '') drafts.discard(own);
    else drafts.save(own, { text }, SECRET.test(text));
  }, [editor, cluster, user, object]);

  useEffect(() => {
    // a reload and a closed tab do not wait for the typing to rest
    const onHide = (): void => {
      if (timer.current !== undefined) save();
    };
    addEventListener('pagehide', onHide);
    return () => {
      removeEventListener('pagehide', onHide);
      onHide();
    };
  }, [save]);

  return useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(save, REST_MS);
  }, [save]);
}
