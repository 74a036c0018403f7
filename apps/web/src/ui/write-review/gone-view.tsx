import { Button, Group } from '@mantine/core';
import type { ReviewSession } from '../../api/writes/review-session.ts';
import type { Words } from '../use-words.ts';

export interface GoneViewProps {
  readonly t: Words;
  readonly session: ReviewSession;
  readonly onClose: () => void;
}

/** The object was deleted while it was edited. */
export function GoneView({ t, session, onClose }: GoneViewProps) {
  return (
    <>
      <p role="alert">
        <strong>{t('review.gone')}</strong>
      </p>
      <p>{t('review.goneHint')}</p>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('review.back')}
        </Button>
        <Button onClick={() => void session.checkAsNew()}>{t('review.createAgain')}</Button>
      </Group>
    </>
  );
}
