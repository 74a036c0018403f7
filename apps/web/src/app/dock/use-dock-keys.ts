import { type RefObject, useEffect, useRef } from 'react';
import { type DockState, dockStore } from '../../api/dock-store.ts';

/** Ctrl-` goes to the terminal and back to the page; a folded dock opens. */
export function useDockKeys(dock: RefObject<HTMLElement | null>, size: DockState['size'], awaken: () => void): void {
  const latest = useRef({ size, awaken });
  latest.current = { size, awaken };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.code !== 'Backquote') return;
      if (dockStore.state().tabs.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      const { size: now, awaken: wake } = latest.current;
      if (now === 'folded') dockStore.resize('open');
      if (now !== 'folded' && dock.current?.contains(document.activeElement)) {
        // a page that is covered could not be seen
        if (now === 'maximised') dockStore.resize('open');
        document.getElementById('main')?.focus();
      } else wake();
    };
    // before the terminal, which would send it to the shell
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [dock]);
}
