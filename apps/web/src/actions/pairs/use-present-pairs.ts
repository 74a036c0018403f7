import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { entriesAt } from '../../api/read-field.ts';
import type { ActionTarget } from '../define-action.ts';
import type { PairsField } from './pairs-input.ts';
import { type PresentPair, presentPairs } from './present-pairs.ts';

/** Where the values have to be read, they are read of so many. */
const MOST_READ = 100;
const WIDTH = 6;
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

export interface PresentPairs {
  readonly pairs: readonly PresentPair[] | undefined;
  /** objects that the pairs are those of: less than all when they are many */
  readonly read: number;
  readonly error: unknown;
}

/** What the targets have now: from the list or the page that they stand on, else read. */
export function usePresentPairs(field: PairsField, targets: readonly ActionTarget[]): PresentPairs {
  const known = targets.map((target) => knownPairs(field, target));
  const allKnown = known.filter((pairs) => pairs !== undefined);
  const isKnown = allKnown.length === targets.length;
  const asked = targets.slice(0, MOST_READ);
  const { data, error } = useQuery({
    queryKey: ['present-pairs', field, asked.map(({ ref, uid }) => uid ?? apiPath(ref.resource, ref))],
    queryFn: ({ signal }) => mapBounded(asked, WIDTH, (target) => readPairs(field, target, signal)),
    enabled: !isKnown,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const objects = isKnown ? allKnown : data;
  return { pairs: objects && presentPairs(objects), read: objects?.length ?? 0, error };
}

function knownPairs(field: PairsField, { object, labels }: ActionTarget): Readonly<Record<string, string>> | undefined {
  if (object !== undefined) return object.metadata[field] ?? {};
  return field === 'labels' ? labels : undefined;
}

async function readPairs(
  field: PairsField,
  { ref }: ActionTarget,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const answer = await k8sJson<unknown>(ref.cluster, apiPath(ref.resource, ref), {
    headers: { accept: METADATA },
    signal,
  });
  return Object.fromEntries(entriesAt(answer, `metadata.${field}`).map(([key, value]) => [key, String(value)]));
}
