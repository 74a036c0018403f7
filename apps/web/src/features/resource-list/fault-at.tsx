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

/** Characters that are shown of a long text: before its fault, of it, and behind it. */
const BEFORE = 60;
const MARKED = 80;
const BEHIND = 60;

/**
 * What a person typed with the place marked at which it is wrong, and why it is. Of a long text only what is around the place: what
 * stands below it must not leave the screen.
 */
export function FaultAt({ id, text, start, end, why }: FaultAtProps) {
  const { t } = useTranslation('list');
  const at = shortened(text.slice(start, end), MARKED);
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  return (
    <div id={id} role="alert" className={classes.fault}>
      <code aria-hidden="true">
        {before.length > BEFORE ? `…${safeText(before.slice(-BEFORE))}` : safeText(before)}
        <mark>{at === '' ? '␣' : safeText(at)}</mark>
        {safeText(shortened(behind, BEHIND))}
      </code>
      <p>{at === '' ? why : t('selector.faultAt', { why, at: safeText(at) })}</p>
    </div>
  );
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
