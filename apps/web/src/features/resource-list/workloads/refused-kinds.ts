import type { Problem } from '@quarterdeck/shared/problem';
import { pluralTitle } from '../../../api/kind-title.ts';
import type { WorkloadKind } from '../../../kinds/workload-rows.ts';
import type { LiveStatus } from '../../../live/live-status.ts';

/** Why a merged list is not whole, by kind; nothing of it is an error as long as some kind is there. */
export interface RefusedKinds {
  /** titles of kinds that may not be listed */
  readonly denied: readonly string[];
  /** names of kinds that the cluster does not serve (any more) */
  readonly missing: readonly string[];
  /** kinds that are live and yet not whole: some of the namespaces are refused */
  readonly partial: readonly { readonly kind: string; readonly problem: Problem }[];
}

/** Sorts what is wrong with the parts of a merged list. */
export function refusedKinds(
  kinds: readonly WorkloadKind[],
  sources: ReadonlyMap<string, LiveStatus>,
  missing: readonly string[],
): RefusedKinds {
  const states = kinds.map((kind) => ({ title: pluralTitle(kind.resource), status: sources.get(kind.id) }));
  return {
    denied: states.filter(({ status }) => status?.state === 'denied').map(({ title }) => title),
    missing: [...states.filter(({ status }) => status?.state === 'gone').map(({ title }) => title), ...missing],
    partial: states.flatMap(({ title, status }) =>
      status?.state === 'live' && status.problem !== undefined ? [{ kind: title, problem: status.problem }] : [],
    ),
  };
}
