import { listAt, textAt, textsAt } from '../../api/read-field.ts';
import { FoldText } from '../../ui/fold-text.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { blockersOf } from './blockers.ts';

/** What keeps a namespace that is being deleted; loaded lazily, hence the default export. */
export default function PhaseSection({ object }: DetailProps) {
  const words = useWords('sections');
  const blockers = blockersOf(object);
  const since = textAt(object, 'metadata.deletionTimestamp');
  const finalizers = textsAt(object, 'spec.finalizers');
  const told = listAt(object, 'status.conditions').length > 0;
  return (
    <>
      <p>
        {words('namespace.since')} <Moment at={since} />
      </p>
      {blockers.length > 0 ? (
        <ul>
          {blockers.map(({ type, message, broken }) => (
            <li key={type}>
              <HealthMark health={broken ? 'failed' : 'progressing'} label={words(`namespace.blocker.${type}`)} />
              {message === '' ? null : <FoldText text={message} label={words('namespace.copy')} />}
            </li>
          ))}
        </ul>
      ) : (
        <p>{words(told ? 'namespace.almost' : 'namespace.waiting')}</p>
      )}
      {finalizers.length === 0 ? null : (
        <p className={classes.dim}>{words('namespace.finalizers', { finalizers: safeText(finalizers.join(', ')) })}</p>
      )}
    </>
  );
}
