import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import { sessionStore } from '../../api/session-store.ts';
import { useSession } from '../../api/use-session.ts';
import { platformOf } from './clipboard-keys.ts';
import type { Paste } from './paste-text.ts';
import { TerminalClient, type TerminalMemory, type TerminalState } from './terminal-client.ts';
import { type ScreenLook, type Search, XtermScreen } from './xterm-screen.ts';

export interface TerminalOptions {
  /** read once: another request is another component */
  readonly request: TerminalRequest;
  readonly memory: TerminalMemory;
  readonly look: ScreenLook;
  readonly label: string;
  /** it is taken away for good: what runs ends with it */
  isClosed(): boolean;
  onLeave(): void;
  onSearch(): void;
  onFocus(): void;
}

export interface TerminalHandle {
  readonly state: TerminalState;
  /** something has been on the screen */
  readonly begun: boolean;
  /** epoch milliseconds at which it was last opened */
  readonly openedAt: number;
  restart(): void;
  focus(): void;
  /** a paste of several lines that waits for a word */
  readonly paste: Paste | undefined;
  answerPaste(yes: boolean): void;
  find(search: Search, back: boolean): void;
  endSearch(): void;
  /** which match of how many is shown; 0 of 0 while nothing is looked for */
  readonly found: { readonly index: number; readonly count: number };
}

/** A terminal on an element of the page. */
export function useTerminal(element: RefObject<HTMLElement | null>, options: TerminalOptions): TerminalHandle {
  const { t } = useTranslation('terminal');
  const { look } = options;
  const [state, setState] = useState<TerminalState>({ status: 'connecting' });
  const [begun, setBegun] = useState(false);
  const [openedAt, setOpenedAt] = useState(Date.now);
  const [paste, setPaste] = useState<Paste>();
  const [found, setFound] = useState({ index: -1, count: 0 });
  const screen = useRef<XtermScreen>(undefined);
  const client = useRef<TerminalClient>(undefined);
  // What the effect below reads once; later values reach the screen by the effects after it.
  const latest = useRef({ options, t });
  latest.current = { options, t };

  useEffect(() => {
    if (element.current === null) return;
    const { request, memory, look, label } = latest.current.options;
    const platform = platformOf(navigator.platform);
    const xterm = new XtermScreen(element.current, look, platform, label, () => latest.current.t('gap'), {
      input: (data) => terminal.input(data),
      resized: (size) => client.current?.resize(size),
      pasting: setPaste,
      leave: () => latest.current.options.onLeave(),
      search: () => latest.current.options.onSearch(),
      found: (index, count) => setFound({ index, count }),
      focused: () => {
        client.current?.claim();
        latest.current.options.onFocus();
      },
    });
    const terminal = new TerminalClient({
      request,
      csrf: () => sessionStore.session(request.cluster)?.csrf ?? '',
      memory,
      screen: xterm,
      onState: (next) => {
        xterm.setInput(next.status === 'open' && next.stdin);
        if (next.status === 'open') setBegun(true);
        else if (next.status === 'connecting') setOpenedAt(Date.now());
        setState(next);
      },
    });
    screen.current = xterm;
    client.current = terminal;
    const start = () => {
      if (client.current === terminal) terminal.start(xterm.begun(memory.size()));
    };
    // without its extras it is a terminal all the same
    void xterm.ready.then(start, start);
    return () => {
      client.current = undefined;
      screen.current = undefined;
      if (latest.current.options.isClosed()) terminal.end();
      else terminal.close();
      xterm.dispose();
    };
  }, [element]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the look is a new object each time
  useEffect(() => screen.current?.setLook(look), [look.scheme, look.fontSize, look.screenReader]);

  // signed in again: what the session held back may be there still
  const csrf = useSession(options.request.cluster)?.csrf;
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
    openedAt,
    restart: () => {
      client.current?.restart();
      screen.current?.focus();
    },
    focus: () => screen.current?.focus(),
    paste,
    answerPaste: (yes) => {
      if (yes && paste !== undefined) screen.current?.paste(paste.text);
      setPaste(undefined);
    },
    find: (search, back) => screen.current?.find(search, back),
    endSearch: () => {
      screen.current?.endSearch();
      screen.current?.focus();
    },
    found,
  };
}
