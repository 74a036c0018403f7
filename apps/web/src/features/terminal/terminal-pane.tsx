import { ActionIcon } from '@mantine/core';
import { Columns2, RotateCcw, Search, SquareArrowOutUpRight, X } from 'lucide-react';
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DockTerminal } from '../../api/dock-store.ts';
import { ObjectLink } from '../../ui/object-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import classes from './terminal.module.css';
import type { TerminalMemory, TerminalState } from './terminal-client.ts';
import { TerminalEnd } from './terminal-end.tsx';
import { useAfterEnd } from './use-after-end.ts';
import { useTerminal } from './use-terminal.ts';
import type { ScreenLook } from './xterm-screen.ts';

// rarely needed, and a dialog is not small
const PasteDialog = lazy(() => import('./paste-dialog.tsx'));
const readSearchBar = () => import('./search-bar.tsx');

export interface TerminalPaneProps {
  readonly terminal: DockTerminal;
  readonly memory: TerminalMemory;
  readonly look: ScreenLook;
  /** it is in the tab that is shown */
  readonly shown: boolean;
  /** the keys go to this one */
  readonly focused: boolean;
  /** grows each time the keyboard is to go to the terminal with the focus */
  readonly wake: number;
  isClosed(): boolean;
  onFocus(): void;
  onLeave(): void;
  /** it is opened anew, in the pod that has taken the name */
  onOtherPod(uid: string): void;
  onClose(): void;
  /** undefined: no more fit beside it */
  readonly onSplit: (() => void) | undefined;
  /** undefined: it has its tab for itself */
  readonly onPart: (() => void) | undefined;
}

/** A terminal with its controls, and in words what became of it. */
export function TerminalPane(props: TerminalPaneProps) {
  const { terminal, memory, look, shown, focused, wake, isClosed } = props;
  const { onFocus, onLeave, onOtherPod, onClose, onSplit, onPart } = props;
  const { request } = terminal;
  const { t } = useTranslation('terminal');
  const words = useWords('terminal');
  const screenRef = useRef<HTMLDivElement>(null);
  const [searching, setSearching] = useState(false);
  const hintId = useId();
  const label = t('label', { container: safeText(`${request.pod} / ${request.container}`) });
  const handle = useTerminal(screenRef, {
    request,
    memory,
    look,
    label,
    isClosed,
    onLeave,
    onSearch: () => setSearching(true),
    onFocus,
  });
  const { state } = handle;
  const over = state.status === 'exited' || state.status === 'failed';
  const after = useAfterEnd(request, over, handle.openedAt);
  const again = request.throwAway === undefined && after?.again !== false;
  const restart = () => {
    if (after?.key === 'replaced' && after.uid !== undefined) onOtherPod(after.uid);
    handle.restart();
  };
  // one that is still being opened has no screen to focus yet
  useWake(handle.focus, shown && focused && state.status === 'open', wake);
  const SearchBar = useSearchBar(searching ? 'now' : state.status === 'open' ? 'soon' : 'never');

  return (
    <section
      className={classes.pane}
      data-shown={shown || undefined}
      data-focused={focused || undefined}
      aria-label={label}
      aria-describedby={hintId}
    >
      <div className={classes.bar} role="toolbar" aria-label={t('toolbar', { container: safeText(request.container) })}>
        <span className={classes.place}>
          <ObjectLink
            cluster={request.cluster}
            to={{ group: '', kind: 'Pod', namespace: request.namespace, name: request.pod }}
          >
            {safeText(request.pod)}
          </ObjectLink>
          <span className={classes.container}>{safeText(request.container)}</span>
        </span>
        <span className={classes.state} data-status={state.status} role="status">
          {stateWords(state, words)}
        </span>
        <span className={classes.spacer} />
        <IconButton
          label={t('search.open')}
          keys="Control+Shift+F"
          pressed={searching}
          onClick={() => setSearching(!searching)}
          icon={<Search size={14} aria-hidden="true" />}
        />
        {onSplit === undefined ? null : (
          <IconButton label={t('split')} onClick={onSplit} icon={<Columns2 size={14} aria-hidden="true" />} />
        )}
        {onPart === undefined ? null : (
          <IconButton
            label={t('part')}
            onClick={onPart}
            icon={<SquareArrowOutUpRight size={14} aria-hidden="true" />}
          />
        )}
        {again ? (
          <IconButton label={t('restart')} onClick={restart} icon={<RotateCcw size={14} aria-hidden="true" />} />
        ) : null}
        <IconButton label={t('close')} onClick={onClose} icon={<X size={14} aria-hidden="true" />} />
      </div>
      {searching && SearchBar !== undefined ? (
        <SearchBar
          found={handle.found}
          onFind={handle.find}
          onClose={() => {
            setSearching(false);
            handle.endSearch();
          }}
        />
      ) : null}
      <Notes state={state} begun={handle.begun} thrownAway={request.throwAway !== undefined} />
      <TerminalEnd request={request} state={state} after={after} again={again} onRestart={restart} />
      <div
        ref={screenRef}
        className={classes.screen}
        data-ended={state.status === 'exited' || undefined}
        data-blank={((state.status === 'failed' || state.status === 'waiting') && !handle.begun) || undefined}
      />
      <p id={hintId} className={classes.hint}>
        {t('hint')}
      </p>
      {handle.paste === undefined ? null : (
        <Suspense>
          <PasteDialog paste={handle.paste} onAnswer={handle.answerPaste} />
        </Suspense>
      )}
    </section>
  );
}

/**
 * The search, fetched before it is asked for: what is typed right after Ctrl-Shift-F must not go to the shell while its field, which
 * lazy() would still suspend on, is not there.
 */
function useSearchBar(wanted: 'never' | 'soon' | 'now') {
  const [bar, setBar] = useState<{ readonly Bar: Awaited<ReturnType<typeof readSearchBar>>['default'] }>();
  useEffect(() => {
    // a chunk that cannot be read is asked for again by the next press
    if (wanted !== 'never' && bar === undefined)
      readSearchBar().then(
        ({ default: Bar }) => setBar({ Bar }),
        () => undefined,
      );
  }, [wanted, bar]);
  return bar?.Bar;
}

/** Gives the keyboard to the terminal when it is asked for, not when the page is drawn. */
function useWake(focus: () => void, here: boolean, wake: number): void {
  const latest = useRef(focus);
  latest.current = focus;
  // 0: nobody has asked since the page was loaded, so what is restored takes no focus
  const last: RefObject<number> = useRef(0);
  useEffect(() => {
    if (!here || wake === last.current) return;
    last.current = wake;
    latest.current();
  }, [here, wake]);
}

/** What a person should know while it goes on. */
function Notes({
  state,
  begun,
  thrownAway,
}: {
  readonly state: TerminalState;
  readonly begun: boolean;
  /** the pod goes when the terminal does */
  readonly thrownAway: boolean;
}) {
  const { t } = useTranslation('terminal');
  if (state.status === 'waiting') {
    const { params, detail } = state.problem;
    const reason = safeText(String(params?.['reason'] ?? '')) || t('notRunning.noReason');
    return (
      <p className={classes.note} role="status">
        {t('waitingFor', { reason })}
        {detail === undefined ? null : <span className={classes.message}>{safeText(detail)}</span>}
      </p>
    );
  }
  if (state.status !== 'open') return null;
  return (
    <>
      {state.idle === undefined ? null : (
        <p className={classes.note} role="alert">
          {t('idle', { count: state.idle })}
        </p>
      )}
      {thrownAway ? <p className={classes.tip}>{t('attached.throwAway')}</p> : null}
      {state.mode === 'attach' && begun && !thrownAway ? (
        <p className={classes.tip}>
          {t(state.stdin ? (state.tty ? 'attached.tty' : 'attached.stdin') : 'attached.output')}
        </p>
      ) : null}
    </>
  );
}

function IconButton({
  label,
  icon,
  keys,
  pressed,
  onClick,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  /** as aria-keyshortcuts has it */
  readonly keys?: string;
  /** for one that stays on or off */
  readonly pressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <ActionIcon
      size="sm"
      title={label}
      variant={pressed ? 'light' : 'subtle'}
      {...(pressed ? {} : { color: 'gray' })}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}
      aria-label={label}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  );
}

function stateWords(state: TerminalState, t: Words): string {
  if (state.status !== 'open') return t(`state.${state.status}`);
  return state.mode === 'attach'
    ? t('state.attached')
    : t('state.open', { command: safeText(state.command.join(' ')) });
}
