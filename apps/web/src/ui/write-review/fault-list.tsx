import { Button } from '@mantine/core';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { Fault } from '../../api/writes/fault.ts';
import { pathText } from '../../api/writes/value-path.ts';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';
import classes from './fault-list.module.css';

/** More than this is not read; the text marks them all. */
const SHOWN = 50;
const ICONS = { error: CircleX, warning: TriangleAlert, info: Info } as const;

export interface FaultListProps {
  readonly faults: readonly Fault[];
  readonly t: Words;
  /** leads to the fault's line in the text */
  readonly onGoTo: (fault: Fault) => void;
}

/** Faults with their fields; each leads to its line. */
export function FaultList({ faults, t, onGoTo }: FaultListProps) {
  return (
    <ul className={classes.faults}>
      {faults.slice(0, SHOWN).map((fault) => {
        const { path, line, message, severity, detail } = fault;
        const Icon = ICONS[severity];
        return (
          <li key={`${severity} ${pathText(path)} ${line ?? ''} ${message}`} data-severity={severity}>
            <Icon size={16} aria-hidden="true" className={classes.icon} />
            <div className={classes.words}>
              {path.length === 0 ? null : <code className={classes.path}>{safeText(pathText(path))}</code>}
              <p className={classes.message}>{safeText(message)}</p>
              {detail === undefined ? null : (
                <details>
                  <summary>{t('review.said')}</summary>
                  <pre className={classes.raw}>{safeText(detail)}</pre>
                </details>
              )}
            </div>
            {path.length === 0 && line === undefined ? null : (
              <Button size="compact-xs" variant="default" onClick={() => onGoTo(fault)}>
                {t('review.goTo')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
