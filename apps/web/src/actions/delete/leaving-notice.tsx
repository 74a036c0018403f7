import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { Age } from '../../ui/age.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { onTick } from '../../ui/ticker.ts';
import { useWords } from '../../ui/use-words.ts';
import type { Action } from '../define-action.ts';
import { pendingActions } from '../pending-actions.ts';
import removeFinalizers from '../remove-finalizers.action.tsx';
import { FindingLine } from './consequences-list.tsx';
import { deleteAction } from './delete-action.tsx';
import { initialDelete } from './delete-input.ts';
import { leavingOf } from './leaving.ts';
import classes from './leaving-notice.module.css';

/** Forgets the object without word from its node: only for a node that is gone for good. */
const forceDelete = deleteAction({ ...initialDelete, grace: 'force' });

export interface LeavingNoticeProps {
  readonly target: ObjectRef;
  readonly object: KubeObject;
}

/** Says of an object that is being deleted why it is still there, and what can be done about it (CTL-24). Loaded lazily, hence the default export. */
export default function LeavingNotice({ target, object }: LeavingNoticeProps) {
  const t = useWords('deletion');
  const router = useRouter();
  const isGraceful = useKind(target.resource)?.deletion?.graceful ?? false;
  const [now, setNow] = useState(Date.now);
  useEffect(() => onTick(() => setNow(Date.now())), []);
  const leaving = leavingOf(object, now);
  if (leaving === undefined) return null;
  const open = (action: Action) =>
    pendingActions.open({
      action,
      targets: [{ ref: target, object, uid: object.metadata.uid }],
      navigate: (path) => router.history.push(path),
    });
  return (
    <section className={classes.notice} data-late={leaving.late || undefined} role="status">
      <p className={classes.title}>
        {t('leaving.title', { kind: object.kind, name: safeText(object.metadata.name) })} (
        <Age created={leaving.since / 1000} />)
      </p>
      <ul className={classes.reasons}>
        {leaving.reasons.map((finding) => (
          <FindingLine key={`${finding.key} ${JSON.stringify(finding.values ?? {})}`} finding={finding} />
        ))}
      </ul>
      <div className={classes.actions}>
        {leaving.late && isGraceful ? (
          <Button size="compact-sm" variant="default" onClick={() => open(forceDelete)}>
            {t('leaving.force')}
          </Button>
        ) : null}
        {(object.metadata.finalizers ?? []).length > 0 ? (
          <Button size="compact-sm" variant="default" onClick={() => open(removeFinalizers)}>
            {t('leaving.finalizers')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
