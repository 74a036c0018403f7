import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../ui/use-words.ts';
import { CompareTexts } from './compare-slot.tsx';
import classes from './yaml-tab.module.css';

interface ChangedNoticeProps {
  /** the text that the edit began with */
  readonly begun: string;
  /** the object as it is now, as text; undefined: it does not matter */
  readonly now: string | undefined;
  readonly secret: boolean;
}

/** Says that somebody else changed the object while it is edited. Saving merges; nothing is overwritten. */
export function ChangedNotice({ begun, now, secret }: ChangedNoticeProps) {
  const t = useWords('yaml');
  const [comparing, setComparing] = useState(false);
  if (now === undefined || now === begun) return null;
  return (
    <Alert
      color="yellow"
      role="status"
      className={classes.notice}
      classNames={{ title: classes.noticeTitle ?? '' }}
      title={t('changed.title')}
    >
      <p className={classes.text}>{t('changed.text')}</p>
      {secret ? null : (
        <Button size="compact-sm" variant="default" aria-expanded={comparing} onClick={() => setComparing(!comparing)}>
          {t('changed.compare')}
        </Button>
      )}
      {comparing && !secret ? (
        <CompareTexts
          before={{ label: t('draft.begunWith'), text: begun }}
          after={{ label: t('changed.now'), text: now }}
        />
      ) : null}
    </Alert>
  );
}
