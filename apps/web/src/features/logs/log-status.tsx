import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { countStates } from './log-sources.ts';
import type { LogSnapshot } from './log-store.ts';
import type { LogWords } from './log-words.ts';
import classes from './logs.module.css';

/** One line about a log: what it is doing, how much is there, what was dropped, and the command that shows the same. */
export function LogStatus({
  words,
  snapshot,
  filtering,
  linked,
  command,
}: {
  readonly words: LogWords;
  readonly snapshot: LogSnapshot;
  readonly filtering: boolean;
  readonly linked: 'none' | 'looking' | 'found' | 'nearest' | 'missing';
  readonly command: string;
}) {
  const { t, i18n } = useTranslation('logs');
  const number = (value: number) => value.toLocaleString(i18n.language);
  const { start, end, shown, dropped, held, sources, queries, filtered } = snapshot;
  const counts = countStates(sources);
  const notRead = queries.reduce((sum, query) => sum + query.notRead, 0);
  const lines = end - start;
  return (
    <div className={classes.status}>
      <span className={classes.state} data-look={words.look} role="status">
        {t(words.key, words.values ?? {})}
      </span>
      {sources.length < 2
        ? null
        : (['waiting', 'reconnecting', 'ended', 'failed'] as const).map((state) =>
            counts[state] === 0 ? null : (
              <span key={state} data-state={state}>
                {t(`states.${state}`, { count: counts[state] })}
              </span>
            ),
          )}
      {notRead > 0 ? <span data-state="failed">{t('notRead', { count: notRead })}</span> : null}
      <span>
        {filtering
          ? t('shownOf', { shown: number(shown), count: lines, number: number(lines) })
          : t('lines', { count: lines, number: number(lines) })}
        {filtered ? '' : '…'}
      </span>
      {dropped > 0 ? <span>{t('dropped', { count: dropped, number: number(dropped) })}</span> : null}
      {held > 0 ? <span>{t('held')}</span> : null}
      {linked === 'none' || linked === 'found' ? null : <span role="status">{t(`linked.${linked}`)}</span>}
      <span className={classes.spacer} />
      <span className={classes.command}>
        <code title={safeText(command)}>{safeText(command)}</code>
        <CopyButton text={command} label={t('copyCommand')} />
      </span>
    </div>
  );
}
