import { useSyncExternalStore } from 'react';
import { objectPath } from '../../api/addresses.ts';
import { textAt } from '../../api/read-field.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { ObjectLink } from '../../ui/object-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { onTick } from '../../ui/ticker.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import classes from './pod-headline.module.css';
import { podMarks } from './pod-marks.ts';
import { podReasons, takesLong } from './pod-reasons.ts';
import { findReason, type ReasonPlace } from './reason-words.ts';

/** Below a pod's sentence: what sets it apart, and of each reason the cause and the next step. Loaded lazily, hence the default export. */
export default function PodHeadline(props: DetailProps) {
  return (
    <>
      <Marks {...props} />
      <Reasons {...props} />
    </>
  );
}

function Marks({ object }: DetailProps) {
  const t = useWords('reasons');
  const marks = podMarks(object);
  if (marks.length === 0) return null;
  const node = textAt(object, 'spec.nodeName');
  return (
    <ul className={classes.marks} aria-label={t('marks.label')}>
      {marks.map(({ id, containers }) => (
        <li key={id} className={classes.mark} data-mark={id} title={safeText(t(`marks.${id}.about`, { node }))}>
          {safeText(t(`marks.${id}.name`, { node }))}
          {containers.length === 0 ? '' : safeText(`: ${namesText(containers)}`)}
          <span className="qd-visually-hidden"> – {safeText(t(`marks.${id}.about`, { node }))}</span>
        </li>
      ))}
    </ul>
  );
}

/** Names that stand in one line; the rest is counted. */
const NAMED = 3;

function namesText(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` +${rest}` : ''}`;
}

function Reasons({ target, object }: DetailProps) {
  const t = useWords('reasons');
  const isLong = useSyncExternalStore(onTick, () => takesLong(object, Date.now()));
  const known = podReasons(object, isLong).flatMap((each) => {
    const entry = findReason(each.reason);
    return entry === undefined ? [] : [{ ...each, entry }];
  });
  if (known.length === 0) return null;
  return (
    <ul className={classes.reasons} aria-label={t('label')}>
      {known.map(({ reason, containers, entry: { key, place } }) => (
        <li key={reason}>
          <strong>{safeText(reason)}</strong>
          {containers.length === 0 ? null : <span className={classes.dim}> ({safeText(namesText(containers))})</span>}
          {t('colon')}
          {t(`about.${key}.cause`)} <span className={classes.next}>{t(`about.${key}.next`)}</span>{' '}
          {place === undefined ? null : (
            <Place place={place} container={containers[0]} target={target} object={object} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** A link to what shows more. */
function Place({
  place,
  container,
  target,
  object,
}: { readonly place: ReasonPlace; readonly container: string | undefined } & DetailProps) {
  const t = useWords('reasons');
  if (place === 'node') {
    const node = textAt(object, 'spec.nodeName');
    if (node === '') return null;
    return (
      <ObjectLink cluster={target.cluster} to={{ group: '', kind: 'Node', name: node }}>
        {safeText(t('place.node', { node }))}
      </ObjectLink>
    );
  }
  const search = new URLSearchParams();
  if (place !== 'events' && container !== undefined) search.set('container', container);
  if (place === 'lastLog') search.set('instances', 'previous');
  const query = search.toString();
  return (
    <AppLink to={`${objectPath(target, place === 'events' ? 'events' : 'logs')}${query && `?${query}`}`}>
      {t(`place.${place}`)}
    </AppLink>
  );
}
