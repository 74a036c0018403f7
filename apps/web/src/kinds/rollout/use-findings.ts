import { findResource, useDiscovery } from '../../api/discovery.ts';
import { disruptionState, picksPods } from '../../api/disruption-state.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { isPicked } from '../../api/match-selector.ts';
import { entriesAt, valueAt } from '../../api/read-field.ts';
import { eventQuery } from '../../live/event-query.ts';
import { type EventFacts, readEvent } from '../../live/read-event.ts';
import type { Row } from '../../live/row.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { type BudgetFacts, type ClaimFacts, type Findings, type Suspect, unboundClaims } from './why-stuck.ts';

/** Claims whose events are read; a pod has few. */
const MOST_CLAIMS = 4;
const BUDGET_FIELDS = ['metadata.generation', 'spec', 'status'];

const readEventRow = () => readEvent;
const readClaim =
  () =>
  ({ name, uid, fields: [phase] }: Row): ClaimFacts & { name: string } => ({
    name,
    uid,
    phase: typeof phase === 'string' ? phase : '',
  });

/**
 * The events of what holds a rollout back; where that pod has claims, how those are and what is said of them; and the budgets over
 * the workload's pods. Who may not read one of these is told the rest.
 */
export function useFindings(target: ObjectRef, object: KubeObject, suspect: Suspect | undefined): Findings {
  const { cluster, namespace } = target;
  const about = suspect?.pod ?? suspect?.set;
  const hasClaims = (suspect?.pod?.claims ?? []).length > 0;
  const found = useGatheredRows<ClaimFacts & { name: string }>(() =>
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
  const isRead = hasClaims && found.statuses.get('claims')?.state === 'live';
  const claims = isRead
    ? new Map([...(found.items.get('claims')?.values() ?? [])].map((claim) => [claim.name, claim]))
    : undefined;
  const unbound = unboundClaims(suspect?.pod, claims).filter(({ uid }) => uid !== '');
  const events = useGatheredRows<EventFacts>(() =>
    [...(about === undefined ? [] : [about]), ...unbound.slice(0, MOST_CLAIMS)].map(({ name, uid }) => ({
      id: uid,
      query: eventQuery({ ...target, name }, { apiVersion: '', kind: '', metadata: { name, uid } }),
      read: readEventRow,
    })),
  );
  const eventsOf = (uid: string) => [...(events.items.get(uid)?.values() ?? [])];
  return {
    events: about === undefined ? [] : eventsOf(about.uid),
    claims,
    claimEvents: new Map(unbound.map(({ name, uid }) => [name, eventsOf(uid)])),
    budgets: useBudgets(target, object, suspect !== undefined),
  };
}

/** The budgets that pick the pods of a workload, live while they are asked for. */
function useBudgets({ cluster, namespace }: ObjectRef, workload: KubeObject, ask: boolean): readonly BudgetFacts[] {
  const served = findResource(useDiscovery(cluster).resources, 'policy', 'poddisruptionbudgets');
  const found = useGatheredRows<KubeObject>(() =>
    !ask || served === undefined
      ? []
      : [
          {
            id: 'budgets',
            query: {
              cluster,
              resource: `${served.group}/${served.version}/${served.resource}`,
              namespaces: [namespace ?? ''],
              fields: BUDGET_FIELDS,
              mode: 'rows',
            },
            read: () => (row) => budgetOf(served, row),
          },
        ],
  );
  const labels = Object.fromEntries(
    entriesAt(workload, 'spec.template.metadata.labels').map(([key, value]) => [key, String(value)]),
  );
  return [...(found.items.get('budgets')?.values() ?? [])]
    .filter((budget) => picksPods(budget) && isPicked(labels, valueAt(budget, 'spec.selector'), 'selector'))
    .map((budget) => {
      const { allowed, healthy, needed, verdict } = disruptionState(budget);
      // one that was not counted yet, or over no pods, keeps nobody waiting
      const isIdle = verdict === 'unseen' || verdict === 'empty';
      return { name: budget.metadata.name, allowed: isIdle ? 1 : allowed, healthy, needed };
    });
}

function budgetOf({ group, version, kind }: DiscoveredResource, { name, uid, fields }: Row): KubeObject {
  const [generation, spec, status] = fields;
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name, uid, ...(typeof generation === 'number' ? { generation } : {}) },
    spec,
    status,
  };
}
