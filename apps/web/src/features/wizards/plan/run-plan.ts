import { type Problem, ProblemError } from '@quarterdeck/shared/problem';
import { k8sJson, problemOfError } from '../../../api/api-fetch.ts';
import type { KubeObject } from '../../../api/kube-object.ts';
import { FIELD_MANAGER } from '../../../api/writes/field-owners.ts';
import { type PlannedObject, writePath } from './planned-object.ts';

/**
 * tried: the server would take it · waits: it cannot be tried before its namespace is there · exists: was there, and is taken as it is ·
 * done · failed
 */
export type Outcome =
  | { readonly state: 'tried' | 'waits' | 'exists' | 'done' }
  | { readonly state: 'failed'; readonly problem: Problem };

interface RunOptions {
  readonly dryRun: boolean;
  /** of an earlier run: what is done is not done again */
  readonly before: readonly (Outcome | undefined)[];
  readonly tell: (index: number, outcome: Outcome) => void;
  /** each object that is written, as it is then */
  readonly onWritten?: (item: PlannedObject, after: KubeObject) => void;
}

/** Writes a plan in its order, or tries it. A write that fails ends it; a trial goes on. True: all of it went well. */
export async function runPlan(
  cluster: string,
  plan: readonly PlannedObject[],
  { dryRun, before, tell, onWritten }: RunOptions,
): Promise<boolean> {
  /** namespaces that are not there yet, found out by the trial */
  const missing = new Set<string>();
  let good = true;
  for (const [index, item] of plan.entries()) {
    const known = before[index]?.state;
    if (!dryRun && (known === 'done' || known === 'exists')) continue;
    const { kind, metadata } = item.object;
    const waits = dryRun && metadata.namespace !== undefined && missing.has(metadata.namespace);
    const outcome: Outcome = waits ? { state: 'waits' } : await writeOne(cluster, item, dryRun, onWritten);
    if (kind === 'Namespace' && outcome.state === 'tried') missing.add(metadata.name);
    tell(index, outcome);
    if (outcome.state !== 'failed') continue;
    good = false;
    if (!dryRun) break;
  }
  return good;
}

async function writeOne(
  cluster: string,
  item: PlannedObject,
  dryRun: boolean,
  onWritten: RunOptions['onWritten'],
): Promise<Outcome> {
  const query = new URLSearchParams({ fieldManager: FIELD_MANAGER, ...(dryRun ? { dryRun: 'All' } : {}) });
  try {
    const after = await k8sJson<KubeObject>(cluster, `${writePath(item)}?${query}`, {
      method: item.replaces === undefined ? 'POST' : 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(item.object),
    });
    if (!dryRun) onWritten?.(item, after);
    return { state: dryRun ? 'tried' : 'done' };
  } catch (error) {
    const problem = problemOfError(error);
    if (item.mayExist === true && isAlready(error)) return { state: 'exists' };
    return { state: 'failed', problem };
  }
}

function isAlready(error: unknown): boolean {
  return (
    error instanceof ProblemError && error.problem.status === 409 && /already exists/.test(error.problem.detail ?? '')
  );
}
