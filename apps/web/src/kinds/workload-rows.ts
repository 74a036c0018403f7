import type { LiveCell } from '@quarterdeck/shared/live-protocol';
import { formatResource } from '@quarterdeck/shared/resource-path';
import type { DiscoveredResource } from '../api/kube-object.ts';
import type { MergedSource } from '../live/merged-rows.ts';
import type { Row } from '../live/row.ts';
import { RowReader } from '../live/row-reader.ts';
import { affordable, isOverAll } from './costly-fields.ts';
import type { Health, KindDefinition, RowView } from './define-kind.ts';
import { terminatingHealth } from './terminating-health.ts';
import { wordHealth } from './word-health.ts';

const CONTROLLERS = 'metadata.ownerReferences[*].controller';
const DELETION = 'metadata.deletionTimestamp';

/** A kind of workload that the cluster serves. */
export interface WorkloadKind {
  /** "apps/deployments", "/pods" */
  readonly id: string;
  readonly resource: DiscoveredResource;
  readonly definition: KindDefinition;
}

/** What a row of workloads says beside the object's name. */
export interface WorkloadFacts {
  /** of its WorkloadKind */
  readonly kind: string;
  /** "1/2"; "" for kinds that have no such number */
  readonly ready: string;
  /** the server's own word ("CrashLoopBackOff"); "" where it prints none */
  readonly word: string;
  readonly health: Health;
}

/** The kinds of workloads, in the order of the sidebar, and the plural names of those that are not served. */
export function workloadKinds(
  resources: readonly DiscoveredResource[],
  kinds: ReadonlyMap<string, KindDefinition>,
): { readonly served: readonly WorkloadKind[]; readonly missing: readonly string[] } {
  const byId = new Map(
    resources.filter(({ verbs }) => verbs.includes('list')).map((each) => [`${each.group}/${each.resource}`, each]),
  );
  const definitions = [...new Set(kinds.values())]
    .filter(({ workload }) => workload !== undefined)
    .sort((a, b) => a.order - b.order);
  const served: WorkloadKind[] = [];
  const missing: string[] = [];
  for (const definition of definitions) {
    const id = [...kinds.keys()].find((key) => kinds.get(key) === definition && byId.has(key));
    const resource = id === undefined ? undefined : byId.get(id);
    if (id !== undefined && resource !== undefined) served.push({ id, resource, definition });
    else missing.push(definition.resources[0]?.split('/').at(-1) ?? '');
  }
  return { served, missing };
}

export interface WorkloadSourceOptions {
  /** also the objects that another one controls, which otherwise stand for themselves only where the kind says so */
  readonly owned?: boolean;
  readonly labelSelector?: string | undefined;
  /** so few that over all namespaces, too, whole objects are read */
  readonly few?: boolean;
  /** paths whose values the rows have as their fields */
  readonly carries?: readonly string[];
}

/** The live query of one kind of workload, and its rows as {@link WorkloadFacts}. */
export function workloadSource(
  { id, resource, definition }: WorkloadKind,
  cluster: string,
  namespaces: readonly string[] | null,
  { owned = false, labelSelector, few = false, carries = [] }: WorkloadSourceOptions = {},
): MergedSource {
  const unowned = definition.workload === 'unowned' && !owned;
  const own = affordable(definition.fields ?? [], isOverAll(resource, namespaces) && !few);
  const fields = [...new Set([...own, DELETION, ...(unowned ? [CONTROLLERS] : []), ...carries])];
  return {
    id,
    query: {
      cluster,
      resource: formatResource(resource),
      namespaces: namespaces === null ? null : [...namespaces],
      ...(labelSelector === undefined ? {} : { labelSelector }),
      fields,
      mode: 'rows',
    },
    carries,
    read: (columns) => {
      const reader = new RowReader(columns, fields);
      return (row) => {
        const view = reader.view(row);
        if (unowned && isControlled(view.field(CONTROLLERS))) return undefined;
        const terminating = typeof view.field(DELETION) === 'string';
        const word = terminating ? 'Terminating' : view.cell('Status');
        const own = definition.health?.(view) ?? wordHealth(word) ?? 'unknown';
        return [id, readyText(view), word, own, terminating ? String(view.field(DELETION)) : ''] satisfies LiveCell[];
      };
    },
  };
}

/** The facts of a row that {@link workloadSource} has made. */
export function workloadFacts({ cells }: Row): WorkloadFacts {
  const [kind, ready, word, own, deletion] = cells;
  // by the clock, not by the moment at which the row came
  const health = deletion ? terminatingHealth(deletion) : (own as Health);
  return { kind: String(kind), ready: String(ready ?? ''), word: String(word ?? ''), health };
}

function isControlled(controllers: unknown): boolean {
  return Array.isArray(controllers) && controllers.includes(true);
}

/** "1/2", whichever columns the kind's printer has: a ratio, two numbers, or the completions of a job. */
function readyText({ cell }: RowView): string {
  const ready = cell('Ready');
  if (ready.includes('/') || ready === '') return ready || cell('Completions');
  const desired = cell('Desired');
  return desired === '' ? ready : `${ready}/${desired}`;
}
