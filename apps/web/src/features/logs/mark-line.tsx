import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import type { LogMark } from './log-entry.ts';
import type { LogSource } from './log-sources.ts';
import classes from './logs.module.css';

/** What happened between two lines: a restart with how the instance before ended, a pod that joined or went. */
export function MarkLine({
  mark,
  source,
  named,
}: {
  readonly mark: LogMark;
  readonly source: LogSource | undefined;
  readonly named: boolean;
}) {
  const { t } = useTranslation('logs');
  const { what, exit, missed, instance } = mark;
  const words = [
    t(`mark.${what}`, { container: safeText(source?.frame.container ?? ''), instance: (instance ?? 0) + 1 }),
    exit === undefined ? '' : t('mark.exit', { code: exit.code, reason: safeText(exit.reason) }),
    missed === undefined ? '' : t('mark.missed', { count: missed }),
  ].filter((text) => text !== '');
  return (
    <span className={classes.mark}>
      {named && source !== undefined ? `${safeText(source.key)}: ` : ''}
      {words.join(t('mark.separator'))}
    </span>
  );
}
