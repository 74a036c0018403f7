import { type RefObject, useEffect, useState } from 'react';

export interface SelectedLines {
  readonly first: number;
  readonly last: number;
}

/** A selection over more lines than this is not kept in the page when it leaves the view. */
const MOST = 3000;

/**
 * The lines that a text selection spans. They stay in the page while they are out of view, so that a selection that is
 * dragged over many screens is copied whole. `onSelect` is told when one begins.
 */
export function useSelectedLines(list: RefObject<HTMLElement | null>, onSelect: () => void): SelectedLines | undefined {
  const [lines, setLines] = useState<SelectedLines>();
  useEffect(() => {
    const changed = () => {
      const found = selectedIn(list.current);
      setLines((before) => (before?.first === found?.first && before?.last === found?.last ? before : found));
      if (found !== undefined) onSelect();
    };
    document.addEventListener('selectionchange', changed);
    return () => document.removeEventListener('selectionchange', changed);
  }, [list, onSelect]);
  return lines;
}

function selectedIn(list: HTMLElement | null): SelectedLines | undefined {
  const selection = window.getSelection();
  if (list === null || selection === null || selection.isCollapsed) return undefined;
  const from = seqOf(selection.anchorNode, list);
  const to = seqOf(selection.focusNode, list);
  if (from === undefined || to === undefined || Math.abs(from - to) > MOST) return undefined;
  return { first: Math.min(from, to), last: Math.max(from, to) };
}

function seqOf(node: Node | null, list: HTMLElement): number | undefined {
  if (node === null || !list.contains(node)) return undefined;
  const element = node instanceof Element ? node : node.parentElement;
  const seq = element?.closest('[data-seq]')?.getAttribute('data-seq');
  return seq === null || seq === undefined ? undefined : Number(seq);
}
