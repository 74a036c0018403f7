import { Alert, Button } from '@mantine/core';
import { useWords } from '../../ui/use-words.ts';
import classes from './yaml-tab.module.css';

interface RevealFirstProps {
  readonly onReveal: () => void;
  readonly onLeave: () => void;
}

/** Secret values are not shown unasked: whoever edits them agrees first. */
export function RevealFirst({ onReveal, onLeave }: RevealFirstProps) {
  const t = useWords('yaml');
  return (
    <Alert
      color="gray"
      className={classes.notice}
      classNames={{ title: classes.noticeTitle ?? '' }}
      title={t('revealFirst.title')}
    >
      <p className={classes.text}>{t('revealFirst.text')}</p>
      <div className={classes.choices}>
        <Button size="compact-sm" onClick={onReveal}>
          {t('revealFirst.show')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onLeave}>
          {t('leave')}
        </Button>
      </div>
    </Alert>
  );
}
