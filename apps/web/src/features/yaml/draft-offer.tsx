import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import type { Draft } from '../../api/drafts.ts';
import { useWords } from '../../ui/use-words.ts';
import { clockTime } from './clock-time.ts';
import { CompareTexts } from './compare-slot.tsx';
import classes from './yaml-tab.module.css';

interface DraftOfferProps {
  readonly draft: Draft;
  /** its values are not shown beside each other unasked */
  readonly secret: boolean;
  readonly onRestore: (draft: Draft) => void;
  readonly onDiscard: () => void;
}

/** What was typed earlier and not written: to go on with, to look at, to throw away. */
export function DraftOffer({ draft, secret, onRestore, onDiscard }: DraftOfferProps) {
  const t = useWords('yaml');
  const [comparing, setComparing] = useState(false);
  const { baseText } = draft;
  return (
    <Alert
      color="blue"
      role="status"
      className={classes.notice}
      classNames={{ title: classes.noticeTitle ?? '' }}
      title={t('draft.title', { time: clockTime(draft.at) })}
    >
      <div className={classes.choices}>
        <Button size="compact-sm" onClick={() => onRestore(draft)}>
          {t('draft.restore')}
        </Button>
        {baseText === undefined || secret ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={comparing}
            onClick={() => setComparing(!comparing)}
          >
            {t('draft.compare')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onDiscard}>
          {t('draft.discard')}
        </Button>
      </div>
      {comparing && baseText !== undefined ? (
        <CompareTexts
          before={{ label: t('draft.begunWith'), text: baseText }}
          after={{ label: t('draft.typed'), text: draft.text }}
        />
      ) : null}
    </Alert>
  );
}
