import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CHANGE_CAUSE, keepsRevisions } from '../../api/change-cause.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { readText } from '../../api/writes/read-text.ts';
import type { Reviewed } from '../../api/writes/review-session.ts';
import { withAnnotation, withoutFields } from '../../api/writes/splice-text.ts';
import { isWithin, type ValuePath, valueAtPath } from '../../api/writes/value-path.ts';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';
import classes from './review-dialog.module.css';

const CAUSE: ValuePath = ['metadata', 'annotations', CHANGE_CAUSE];
const TEMPLATE: ValuePath = ['spec', 'template'];

/**
 * Why a new revision of a workload is made (CTL-36): a cause that an edit leaves as it was is told again of the next revision. What is
 * typed here goes into the text, whose dry run is made anew.
 */
export function CauseLine({
  t,
  target,
  review: { live, result, changes },
  text,
  busy,
  onText,
}: {
  readonly t: Words;
  readonly target: ObjectRef;
  readonly review: Reviewed;
  readonly text: string;
  readonly busy: boolean;
  readonly onText: (text: string) => void;
}) {
  const [cause, setCause] = useState('');
  const [failed, setFailed] = useState(false);
  const isNewRevision =
    live !== undefined && keepsRevisions(target.resource) && changes.some(({ path }) => isWithin(path, TEMPLATE));
  if (!isNewRevision) return null;
  const [was, is] = [live, result].map(({ metadata }) => metadata.annotations?.[CHANGE_CAUSE]);
  if (is !== undefined && is !== was)
    return <p className={classes.hint}>{t('review.cause.says', { cause: safeText(is) })}</p>;
  const stands = is !== undefined && valueAtPath(readText(text).object, CAUSE) !== undefined;
  const set = () => {
    const changed = withAnnotation(text, CHANGE_CAUSE, cause.trim());
    setFailed(changed === undefined);
    if (changed !== undefined) onText(changed);
  };
  return (
    <div>
      {is === undefined ? null : (
        <Group gap="xs" className={classes.agree}>
          <span>{t('review.cause.stays', { cause: safeText(is) })}</span>
          {stands ? (
            <Button
              size="compact-xs"
              variant="default"
              disabled={busy}
              onClick={() => onText(withoutFields(text, [CAUSE]))}
            >
              {t('review.cause.remove')}
            </Button>
          ) : null}
        </Group>
      )}
      <Group gap="xs" align="end" className={classes.agree}>
        <TextInput
          size="xs"
          label={t('review.cause.label')}
          description={t('review.cause.hint')}
          value={cause}
          autoComplete="off"
          disabled={busy}
          error={failed ? t('review.cause.byHand', { key: CHANGE_CAUSE }) : undefined}
          onChange={({ currentTarget }) => setCause(currentTarget.value)}
          onKeyDown={({ key }) => {
            if (key === 'Enter' && cause.trim() !== '') set();
          }}
        />
        <Button size="xs" variant="default" disabled={busy || cause.trim() === ''} onClick={set}>
          {t('review.cause.set')}
        </Button>
      </Group>
    </div>
  );
}
