import { Alert } from '@mantine/core';
import { Suspense } from 'react';
import { objectPath } from '../../api/addresses.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { LiveObject } from '../../live/use-live-object.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { useWords } from '../../ui/use-words.ts';

const CreateAgain = lazyWithWords(['detail', 'actions'], () => import('./create-again.tsx'));
const LeavingNotice = lazyWithWords(['deletion'], () => import('../../actions/delete/leaving-notice.tsx'));

interface ObjectNewsProps {
  readonly target: ObjectRef;
  readonly live: LiveObject;
  readonly className: string | undefined;
}

/** Says why an object that is to go is still there, that it is gone, and that another one has its name: the way there is a link, since who reads here means this one. */
export function ObjectNews({ target, live, className }: ObjectNewsProps) {
  const t = useWords('detail');
  const { object, deleted, successor, showSuccessor } = live;
  if (object?.metadata.deletionTimestamp !== undefined && !deleted)
    return (
      <Suspense fallback={null}>
        <LeavingNotice target={target} object={object} />
      </Suspense>
    );
  if (!deleted) return null;
  const news = successor === undefined ? 'deleted' : 'recreated';
  return (
    <Alert
      className={className ?? ''}
      color="gray"
      role="status"
      title={t(`${news}.title`, { kind: target.resource.kind })}
    >
      {t(`${news}.text`)}
      {successor === undefined ? null : (
        <>
          {' '}
          <AppLink
            to={objectPath(target)}
            onClick={(event) => {
              const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
              if (!plain) return;
              event.preventDefault();
              showSuccessor();
            }}
          >
            {t('recreated.show', { kind: target.resource.kind })}
          </AppLink>
        </>
      )}
      {object === undefined ? null : (
        <Suspense fallback={null}>
          <CreateAgain target={target} object={object} taken={successor !== undefined} />
        </Suspense>
      )}
    </Alert>
  );
}
