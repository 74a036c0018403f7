import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { useWords } from '../../ui/use-words.ts';
import { RevisionTable } from './revision-table.tsx';
import type { Revision } from './revisions.ts';
import classes from './rollout.module.css';
import type { RolloutPod } from './rollout-pods.ts';

const RevisionDiff = lazy(() => import('./revision-diff.tsx'));

interface RevisionHistoryProps {
  readonly target: ObjectRef;
  readonly object: KubeObject;
  /** of useRevisions: the newest first */
  readonly revisions: readonly Revision[];
  /** false: of the newest template there is no revision yet */
  readonly present?: boolean;
  /** undefined: pods are shown elsewhere */
  readonly pods?: readonly RolloutPod[];
}

/**
 * The revisions of a Deployment, StatefulSet or DaemonSet: what each was, what differs between any two, the way back. Speaks
 * namespaces "rollout", "writes" and "problems".
 */
export function RevisionHistory({ target, object, revisions, present = true, pods }: RevisionHistoryProps) {
  const t = useWords('rollout');
  const [comparing, setComparing] = useState(false);
  return (
    <>
      <RevisionTable target={target} object={object} revisions={revisions} present={present} pods={pods} />
      {revisions.length < 2 ? null : (
        <div className={classes.compare}>
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={comparing}
            onClick={() => setComparing(!comparing)}
          >
            {t('compare.title')}
          </Button>
          {comparing ? (
            <Suspense fallback={null}>
              <RevisionDiff target={target} object={object} />
            </Suspense>
          ) : null}
        </div>
      )}
    </>
  );
}
