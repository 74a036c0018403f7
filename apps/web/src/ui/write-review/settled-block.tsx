import type { MergeBlock } from '../../api/writes/three-way.ts';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';
import classes from './three-way-view.module.css';

export interface SettledBlockProps {
  readonly block: Extract<MergeBlock, { kind: 'settled' }>;
  readonly hide: (line: string) => string;
  readonly t: Words;
}

/** Lines that need no choice: unchanged ones folded, changed ones with who changed them. */
export function SettledBlock({ block: { by, lines }, hide, t }: SettledBlockProps) {
  const text = lines.map((line) => safeText(hide(line))).join('\n');
  if (by !== 'nobody')
    return (
      <div className={classes.settled} data-by={by}>
        <span className={classes.tag}>{t(`merge.from.${by}`)}</span>
        <pre>{text === '' ? t('merge.nothing') : text}</pre>
      </div>
    );
  return (
    <details className={classes.same}>
      <summary>{t('merge.same', { count: lines.length })}</summary>
      <pre>{text}</pre>
    </details>
  );
}
