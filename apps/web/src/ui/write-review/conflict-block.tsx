import type { MergeBlock, MergeChoice } from '../../api/writes/three-way.ts';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';
import classes from './three-way-view.module.css';

const SIDES = ['base', 'theirs', 'mine'] as const;

export interface ConflictBlockProps {
  readonly block: Extract<MergeBlock, { kind: 'conflict' }>;
  /** from 1 */
  readonly number: number;
  readonly choice: MergeChoice | undefined;
  readonly hide: (line: string) => string;
  readonly t: Words;
  readonly onChoose: (choice: MergeChoice) => void;
}

/** One place that both sides changed, and the choice between them. */
export function ConflictBlock({ block, number, choice, hide, t, onChoose }: ConflictBlockProps) {
  const name = `conflict-${number}`;
  return (
    <fieldset className={classes.conflict} data-chosen={choice !== undefined || undefined}>
      <legend>{t('merge.choose', { number })}</legend>
      <div className={classes.sides}>
        {SIDES.map((side) => {
          const lines = block[side];
          return (
            <label key={side} className={classes.side} data-chosen={choice === side || undefined}>
              <span className={classes.sideHead}>
                <input type="radio" name={name} checked={choice === side} onChange={() => onChoose(side)} />
                <strong>{t(`merge.take.${side}`)}</strong> <span className={classes.dim}>{t(`merge.${side}`)}</span>
              </span>
              <pre>
                {lines.length === 0 ? t('merge.nothing') : lines.map((line) => safeText(hide(line))).join('\n')}
              </pre>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
