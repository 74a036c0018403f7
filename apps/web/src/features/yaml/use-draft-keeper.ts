import { type RefObject, useEffect, useRef, useState } from 'react';
import type { YamlEditorHandle } from '../../ui/yaml-editor/create-editor.ts';
import type { KeptDraft } from './use-draft.ts';

/** Typing rests this long before the text is kept. */
const KEEP_AFTER_MS = 600;

interface KeeperOptions {
  readonly editor: RefObject<YamlEditorHandle | null>;
  readonly drafts: KeptDraft;
  readonly baseText: string;
  readonly resourceVersion: string | undefined;
  readonly secret: boolean;
  /** the editor begins with a draft */
  readonly dirty: boolean;
}

interface Keeper {
  readonly dirty: boolean;
  /** false: a reload would lose it */
  readonly survives: boolean;
  /** at each key press */
  onEdit(): void;
  /** now */
  keep(): void;
  /** the server has it: nothing is left to keep */
  written(): void;
}

/** Keeps what is typed: when the typing rests, when the page is left and when the editor goes. */
export function useDraftKeeper(options: KeeperOptions): Keeper {
  const [dirty, setDirty] = useState(options.dirty);
  const [survives, setSurvives] = useState(true);
  const latest = useRef(options);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** what has been typed since the text was kept last */
  const pending = useRef(false);
  useEffect(() => {
    latest.current = options;
  });

  const keep = () => {
    clearTimeout(timer.current);
    const { editor, drafts, baseText, resourceVersion, secret } = latest.current;
    const text = editor.current?.text();
    if (!pending.current || text === undefined) return;
    pending.current = false;
    if (text === baseText) {
      drafts.discard();
      setDirty(false);
      return;
    }
    setDirty(true);
    setSurvives(drafts.save({ text, baseText, ...(resourceVersion === undefined ? {} : { resourceVersion }) }, secret));
  };
  const keepLatest = useRef(keep);
  useEffect(() => {
    keepLatest.current = keep;
  });

  useEffect(() => {
    const now = () => keepLatest.current();
    window.addEventListener('pagehide', now);
    document.addEventListener('visibilitychange', now);
    return () => {
      window.removeEventListener('pagehide', now);
      document.removeEventListener('visibilitychange', now);
      now();
    };
  }, []);

  const lost = dirty && !survives;
  useEffect(() => {
    if (!lost) return;
    // the only case in which leaving loses anything: it is in the page's memory alone
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [lost]);

  return {
    dirty,
    survives,
    keep,
    onEdit: () => {
      pending.current = true;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => keepLatest.current(), KEEP_AFTER_MS);
    },
    written: () => {
      clearTimeout(timer.current);
      pending.current = false;
      latest.current.drafts.discard();
      setDirty(false);
    },
  };
}
