import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import classes from './fault-at.module.css';

export interface FaultAtProps {
  readonly id: string;
  readonly text: string;
  /** characters from `start` (inclusive) to `end` (exclusive) */
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

/** What a person typed with the place marked at which it is wrong, and why it is. */
export function FaultAt({ id, text, start, end, why }: FaultAtProps) {
  const { t } = useTranslation('list');
  const at = text.slice(start, end);
  return (
    <div id={id} role="alert" className={classes.fault}>
      <code aria-hidden="true">
        {safeText(text.slice(0, start))}
        <mark>{at === '' ? '␣' : safeText(at)}</mark>
        {safeText(text.slice(end))}
      </code>
      <p>{at === '' ? why : t('selector.faultAt', { why, at: safeText(at) })}</p>
    </div>
  );
}
