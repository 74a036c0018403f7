import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { applyPath } from '../api/addresses.ts';
import { isTyping } from '../ui/is-typing.ts';
import { applyDrop } from './apply-drop.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** The apply page from anywhere in a cluster: by the key "a", and by files that are dropped on the window. */
export function useApplyAnywhere(cluster: string): void {
  const router = useRouter();
  useEffect(() => {
    const open = (): void => {
      const path = applyPath(cluster);
      if (router.state.location.pathname !== path) router.history.push(path);
    };
    const onKey = (event: KeyboardEvent): void => {
      const plain = event.key === 'a' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
      if (!plain || event.defaultPrevented || isTyping(event.target)) return;
      // a dialog has the keyboard for itself
      if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      event.preventDefault();
      open();
    };
    // a file that nobody takes would be opened by the browser in place of the app
    const onDragOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event) || event.defaultPrevented) return;
      // a part of the page that wants files of its own
      if (event.target instanceof Element && event.target.closest('[data-takes-files]') !== null) return;
      event.preventDefault();
      const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
      // entries can be asked for within the event only
      const files = items.flatMap((item) => item.webkitGetAsEntry?.() ?? item.getAsFile() ?? []);
      if (files.length === 0) return;
      applyDrop.put(files);
      open();
    };
    addEventListener('keydown', onKey);
    addEventListener('dragover', onDragOver);
    // before an editor puts a file's text where the pointer is
    addEventListener('drop', onDrop, { capture: true });
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('dragover', onDragOver);
      removeEventListener('drop', onDrop, { capture: true });
    };
  }, [cluster, router]);
}
