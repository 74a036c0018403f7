import { openTerminal, type TerminalRequest } from '../../api/dock-requests.ts';
import { pendingActions } from '../pending-actions.ts';

/** Opens a terminal once the dialog that asked for it has closed: a dialog keeps the focus, and the terminal would not get it. */
export function openWhenClosed(request: TerminalRequest): void {
  if (pendingActions.current() === undefined) {
    openTerminal(request);
    return;
  }
  const unsubscribe = pendingActions.subscribe(() => {
    if (pendingActions.current() !== undefined) return;
    unsubscribe();
    // when the dialog is out of the page
    setTimeout(() => openTerminal(request));
  });
}
