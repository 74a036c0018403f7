import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionStore } from '../../api/session-store.ts';
import { useSession } from '../../api/use-session.ts';
import type { Paste } from './paste-text.ts';
import { TerminalClient, type TerminalState } from './terminal-client.ts';
import { type TerminalPlace, tabMemory } from './terminal-memory.ts';
import { type ScreenLook, XtermScreen } from './xterm-screen.ts';

export interface TerminalHandle {
  readonly state: TerminalState;
  /** a shell has been on the screen */
  readonly begun: boolean;
  readonly restart: () => void;
  /** a paste of several lines that waits for a word */
  readonly paste: Paste | undefined;
  readonly answerPaste: (yes: boolean) => void;
}

/** A shell in a container on an element of the page. The place does not change: another place is another component. */
export function useTerminal(
  element: RefObject<HTMLElement | null>,
  place: TerminalPlace,
  look: ScreenLook,
  onLeave: () => void,
): TerminalHandle {
  const { t } = useTranslation('terminal');
  const csrf = useSession(place.cluster)?.csrf;
  const [state, setState] = useState<TerminalState>({ status: 'connecting' });
  const [begun, setBegun] = useState(false);
  const [paste, setPaste] = useState<Paste>();
  const screen = useRef<XtermScreen>(undefined);
  const client = useRef<TerminalClient>(undefined);
  // What the effect below reads once; later values reach the screen by the effects after it.
  const latest = useRef({ place, look, t, onLeave });
  latest.current = { place, look, t, onLeave };

  useEffect(() => {
    if (element.current === null) return;
    const { place, look, t } = latest.current;
    const xterm = new XtermScreen(
      element.current,
      look,
      t('label', { container: place.container }),
      () => latest.current.t('gap'),
      {
        input: (data) => terminal.input(data),
        resized: (size) => client.current?.resize(size),
        pasting: setPaste,
        leave: () => latest.current.onLeave(),
      },
    );
    const terminal = new TerminalClient({
      place,
      csrf: () => sessionStore.session(place.cluster)?.csrf ?? '',
      memory: tabMemory(place),
      screen: xterm,
      onState: (next) => {
        xterm.setInput(next.status === 'open');
        if (next.status === 'open') setBegun(true);
        setState(next);
      },
    });
    screen.current = xterm;
    client.current = terminal;
    terminal.start(xterm.size);
    return () => {
      client.current = undefined;
      screen.current = undefined;
      terminal.close();
      xterm.dispose();
    };
  }, [element]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the look is a new object each time
  useEffect(() => screen.current?.setLook(look), [look.scheme, look.fontSize, look.screenReader]);

  const lastCsrf = useRef(csrf);
  useEffect(() => {
    if (csrf === undefined || csrf === lastCsrf.current) return;
    lastCsrf.current = csrf;
    const now = client.current?.state;
    if (now?.status === 'failed' && now.problem.code === 'qd.session.expired') client.current?.reattach();
  }, [csrf]);

  return {
    state,
    begun,
    restart: () => {
      client.current?.restart();
      screen.current?.focus();
    },
    paste,
    answerPaste: (yes) => {
      if (yes && paste !== undefined) screen.current?.paste(paste.text);
      setPaste(undefined);
    },
  };
}
