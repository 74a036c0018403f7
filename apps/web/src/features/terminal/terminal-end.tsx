import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DebugContainerButton } from '../../actions/debug/debug-container-button.tsx';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import type { AfterEnd } from './after-end.ts';
import { exitWords } from './exit-words.ts';
import classes from './terminal.module.css';
import type { TerminalState } from './terminal-client.ts';

/** How a terminal ended, what became of its container, and the way on. */
export function TerminalEnd({
  request,
  state,
  after,
  again,
  onRestart,
}: {
  readonly request: TerminalRequest;
  readonly state: TerminalState;
  readonly after: AfterEnd | undefined;
  readonly again: boolean;
  readonly onRestart: () => void;
}) {
  const { t } = useTranslation('terminal');
  if (state.status === 'failed')
    return (
      <div className={classes.end} data-failed>
        <ProblemView
          problem={state.problem}
          compact
          {...(again && state.lost === undefined ? { onRetry: onRestart } : {})}
        />
        {state.problem.code === 'qd.terminal.no-shell' ? (
          <DebugContainerButton
            cluster={request.cluster}
            namespace={request.namespace}
            pod={request.pod}
            podUid={request.podUid}
          />
        ) : null}
        {state.lost === undefined ? null : (
          <p>
            {t(`lost.${state.lost.what}`, {
              command: safeText(state.lost.command.join(' ')) || t('lost.shell'),
            })}
          </p>
        )}
        <AfterWords after={after} />
        {again && state.lost !== undefined ? (
          <Button size="compact-xs" className={classes.again ?? ''} onClick={onRestart}>
            {t('lost.anew')}
          </Button>
        ) : null}
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
        <AfterWords after={after} />
      </p>
      {again ? (
        <Button size="compact-xs" className={classes.again ?? ''} onClick={onRestart}>
          {t('again')}
        </Button>
      ) : null}
    </div>
  );
}

function AfterWords({ after }: { readonly after: AfterEnd | undefined }) {
  const { t } = useTranslation('terminal');
  if (after === undefined || after.key === 'running') return null;
  const { key, reason, code } = after;
  return (
    <span>
      {t(`after.${key}`)}
      {reason === ''
        ? null
        : ` ${t(code === undefined ? 'after.reason' : 'after.reasonCode', { reason: safeText(reason), code })}`}
    </span>
  );
}
