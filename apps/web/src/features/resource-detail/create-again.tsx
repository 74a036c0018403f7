import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { rightOf } from '../../actions/missing-right.ts';
import { useAccess } from '../../actions/use-access.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { recreationHindrance, recreationText } from '../../api/writes/recreation.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './create-again.module.css';

const ReviewDialog = lazyWithWords(['writes'], () => import('../../ui/write-review/review-dialog.tsx'));

interface CreateAgainProps {
  readonly target: ObjectRef;
  /** as it was last known */
  readonly object: KubeObject;
  /** another object has its name: there is nothing to offer, but a review that is open goes on */
  readonly taken: boolean;
}

/** Offers to make a deleted object again from a cleaned copy, where that is of use. Loaded lazily, hence the default export. */
export default function CreateAgain({ target, object, taken }: CreateAgainProps) {
  const t = useWords('detail');
  const actions = useWords('actions');
  const secretFields = useKind(target.resource)?.secretFields;
  const [text, setText] = useState<string>();
  const { cluster, resource, namespace } = target;
  const hindrance = recreationHindrance(object);
  const possible = hindrance === undefined && resource.verbs.includes('create') && !taken;
  const right = {
    verb: 'create',
    group: resource.group,
    resource: resource.resource,
    ...(namespace === undefined ? {} : { namespace }),
  };
  const denied = useAccess(cluster, possible ? [right] : [])(right) === false;
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);

  return (
    <>
      {possible ? (
        <div className={classes.again}>
          <Button size="compact-sm" variant="default" disabled={denied} onClick={() => setText(recreationText(object))}>
            {t('deleted.again')}
          </Button>
          <span>{denied ? safeText(actions(...rightOf(right))) : t('deleted.againHint')}</span>
        </div>
      ) : null}
      {hindrance === 'owned' && owner !== undefined && !taken ? (
        <p className={classes.again}>{t('deleted.owned', { owner: safeText(`${owner.kind}/${owner.name}`) })}</p>
      ) : null}
      {text === undefined ? null : (
        <Suspense fallback={null}>
          <ReviewDialog
            target={target}
            text={text}
            method="create"
            {...(secretFields === undefined ? {} : { secretFields })}
            onWritten={() => undefined}
            onFaults={() => undefined}
            onText={setText}
            onClose={() => setText(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
