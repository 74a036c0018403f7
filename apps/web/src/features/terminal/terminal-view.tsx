import { ActionIcon, Button } from '@mantine/core';
import { AArrowDown, AArrowUp, Accessibility, RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useFillHeight } from '../../ui/use-fill-height.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import { exitWords } from './exit-words.ts';
import { PasteDialog } from './paste-dialog.tsx';
import classes from './terminal.module.css';
import type { TerminalState } from './terminal-client.ts';
import type { TerminalPlace } from './terminal-memory.ts';
import { useScreenLook } from './use-screen-look.ts';
import { useTerminal } from './use-terminal.ts';

export interface TerminalViewProps {
  readonly place: TerminalPlace;
  readonly picker: ReactNode;
  /** the container runs: a new shell could start */
  readonly running: boolean;
  readonly deleting: boolean;
}

/** A shell with its controls, and in words what became of it. */
export function TerminalView({ place, picker, running, deleting }: TerminalViewProps) {
  const { t } = useTranslation('terminal');
  const words = useWords('terminal');
  const viewRef = useRef<HTMLElement>(null);
  const screenRef = useRef<HTMLDivElement>(null);
  const restartRef = useRef<HTMLButtonElement>(null);
  const hintId = useId();
  const height = useFillHeight(viewRef);
  const { look, resizeFont, setScreenReader } = useScreenLook();
  const { state, begun, restart, paste, answerPaste } = useTerminal(screenRef, place, look, () =>
    restartRef.current?.focus(),
  );

  return (
    <section
      ref={viewRef}
      className={classes.view}
      style={{ height }}
      aria-label={t('label', { container: place.container })}
      aria-describedby={hintId}
    >
      <div className={classes.bar} role="toolbar" aria-label={t('toolbar')}>
        {picker}
        <span className={classes.state} data-status={state.status} role="status">
          {stateWords(state, words)}
        </span>
        <span className={classes.spacer} />
        <IconButton
          label={t('screenReader')}
          pressed={look.screenReader}
          onClick={() => setScreenReader(!look.screenReader)}
          icon={<Accessibility size={16} aria-hidden />}
        />
        <IconButton label={t('smaller')} onClick={() => resizeFont(-1)} icon={<AArrowDown size={16} aria-hidden />} />
        <IconButton label={t('larger')} onClick={() => resizeFont(1)} icon={<AArrowUp size={16} aria-hidden />} />
        <Button
          ref={restartRef}
          size="xs"
          variant="default"
          leftSection={<RotateCcw size={14} aria-hidden="true" />}
          onClick={restart}
        >
          {t('restart')}
        </Button>
      </div>
      {deleting && state.status === 'open' ? <p className={classes.note}>{t('deleting')}</p> : null}
      <End state={state} running={running} onRestart={restart} />
      <div
        ref={screenRef}
        className={classes.screen}
        data-ended={state.status === 'exited' || undefined}
        data-blank={(state.status === 'failed' && !begun) || undefined}
      />
      <p id={hintId} className={classes.hint}>
        {t('hint')}
      </p>
      <PasteDialog paste={paste} onAnswer={answerPaste} />
    </section>
  );
}

function End({
  state,
  running,
  onRestart,
}: {
  readonly state: TerminalState;
  readonly running: boolean;
  readonly onRestart: () => void;
}) {
  const { t } = useTranslation('terminal');
  if (state.status === 'failed')
    return (
      <div className={classes.end}>
        <ProblemView problem={state.problem} {...(running ? { onRetry: onRestart } : {})} />
      </div>
    );
  if (state.status !== 'exited') return null;
  return (
    <div className={classes.end} role="alert">
      <p>
        <strong>{t(exitWords(state.code), { code: state.code, signal: (state.code ?? 0) - 128 })}</strong>
        {state.message === '' || (state.code !== null && state.code < 126) ? null : (
          // Of a common exit the server only repeats the code.
          <span className={classes.message}>{safeText(state.message)}</span>
        )}
        {running ? null : <span>{t('exit.containerStopped')}</span>}
      </p>
      {running ? (
        <Button size="xs" className={classes.again ?? ''} onClick={onRestart}>
          {t('again')}
        </Button>
      ) : null}
    </div>
  );
}

function IconButton({
  label,
  icon,
  pressed,
  onClick,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  /** for one that stays on or off */
  readonly pressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <ActionIcon
      title={label}
      variant={pressed ? 'light' : 'subtle'}
      {...(pressed ? {} : { color: 'gray' })}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      aria-label={label}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  );
}

function stateWords(state: TerminalState, t: Words): string {
  return state.status === 'open'
    ? t('state.open', { command: safeText(state.command.join(' ')) })
    : t(`state.${state.status}`);
}
