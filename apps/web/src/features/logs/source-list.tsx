import { Button } from '@mantine/core';
import { ObjectLink } from '../../ui/object-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { LogSource } from './log-sources.ts';
import classes from './logs.module.css';
import { podHue } from './pod-hue.ts';
import { sourceWords } from './source-words.ts';

export interface SourceListProps {
  readonly cluster: string;
  readonly sources: readonly LogSource[];
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
}

/** The containers of a log with their states; each can be hidden. */
export function SourceList({ cluster, sources, hidden, onHidden }: SourceListProps) {
  const t = useWords('logs');
  return (
    <div className={classes.sources}>
      <ul>
        {sources.map(({ key, frame, colour }) => (
          <li key={frame.source} style={podHue(colour)} data-state={frame.state}>
            <input
              type="checkbox"
              checked={!hidden.includes(key)}
              aria-label={t('source.show', { source: safeText(key) })}
              onChange={({ currentTarget }) =>
                onHidden(currentTarget.checked ? hidden.filter((each) => each !== key) : [...hidden, key])
              }
            />
            <span className={classes.sourceName}>
              <ObjectLink
                cluster={cluster}
                to={{ group: '', kind: 'Pod', name: frame.pod, namespace: frame.namespace }}
              >
                {safeText(frame.pod)}
              </ObjectLink>
              {` / ${safeText(frame.container)}`}
            </span>
            <span className={classes.sourceState}>{sourceWords(t, frame)}</span>
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={t('source.onlyLong', { source: safeText(key) })}
              onClick={() => onHidden([...new Set(sources.map((each) => each.key))].filter((each) => each !== key))}
            >
              {t('source.only')}
            </Button>
          </li>
        ))}
      </ul>
      {hidden.length === 0 ? null : (
        <Button size="compact-xs" variant="subtle" onClick={() => onHidden([])}>
          {t('source.all')}
        </Button>
      )}
    </div>
  );
}
