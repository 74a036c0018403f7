import type { ObjectRef } from '../../api/kube-object.ts';
import { eventQuery } from '../../live/event-query.ts';
import { type EventFacts, readEvent } from '../../live/read-event.ts';
import type { Row } from '../../live/row.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import type { Findings, Suspect } from './why-stuck.ts';

const readEventRow = () => readEvent;
const readClaim =
  () =>
  ({ name, fields: [phase] }: Row) => ({ name, phase: typeof phase === 'string' ? phase : '' });

/** The events of what holds a rollout back and, where that pod has claims, how those are. */
export function useFindings(target: ObjectRef, suspect: Suspect | undefined): Findings {
  const { cluster, namespace } = target;
  const about = suspect?.pod ?? suspect?.set;
  const events = useGatheredRows<EventFacts>(() =>
    about === undefined
      ? []
      : [{ id: about.uid, query: eventQuery({ ...target, name: about.name }, aboutObject(about)), read: readEventRow }],
  );
  const hasClaims = (suspect?.pod?.claims ?? []).length > 0;
  const claims = useGatheredRows<{ name: string; phase: string }>(() =>
    hasClaims
      ? [
          {
            id: 'claims',
            query: {
              cluster,
              resource: 'v1/persistentvolumeclaims',
              namespaces: [namespace ?? ''],
              fields: ['status.phase'],
              mode: 'rows',
            },
            read: readClaim,
          },
        ]
      : [],
  );
  const isRead = hasClaims && claims.statuses.get('claims')?.state === 'live';
  const phases = [...(claims.items.get('claims')?.values() ?? [])].map(({ name, phase }) => [name, phase] as const);
  return {
    events: about === undefined ? [] : [...(events.items.get(about.uid)?.values() ?? [])],
    claims: isRead ? new Map(phases) : undefined,
  };
}

function aboutObject({ name, uid }: { readonly name: string; readonly uid: string }) {
  return { apiVersion: '', kind: '', metadata: { name, uid } };
}
