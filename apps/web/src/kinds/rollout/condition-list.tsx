import { listAt, textAt } from '../../api/read-field.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './rollout.module.css';

/** What the controller's reasons mean; those of v1.20 are those of today. */
const REASONS: ReadonlySet<string> = new Set([
  'NewReplicaSetCreated',
  'FoundNewReplicaSet',
  'ReplicaSetUpdated',
  'NewReplicaSetAvailable',
  'ProgressDeadlineExceeded',
  'DeploymentPaused',
  'DeploymentResumed',
  'MinimumReplicasAvailable',
  'MinimumReplicasUnavailable',
  'FailedCreate',
  'ReplicaSetCreateError',
]);

/** The conditions of a Deployment in words; the table of conditions has them as they are. */
export function ConditionList({ object }: { readonly object: unknown }) {
  const t = useWords('rollout');
  const reasons = listAt(object, 'status.conditions')
    .map((item) => textAt(item, 'reason'))
    .filter((reason) => REASONS.has(reason));
  if (reasons.length === 0) return null;
  return (
    <ul className={classes.conditions} aria-label={t('conditions')}>
      {[...new Set(reasons)].map((reason) => (
        <li key={reason}>{t(`reason.${reason}`)}</li>
      ))}
    </ul>
  );
}
