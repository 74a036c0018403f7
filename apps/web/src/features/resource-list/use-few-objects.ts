import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { fewObjectsQuery } from '../../api/few-objects.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';

interface Settled {
  readonly key: string;
  readonly few: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
const NOT_ASKED: Settled = { key: '', few: NONE };

/**
 * Of which kinds ("apps/deployments") there are so few objects that a list over all namespaces reads them whole; undefined until
 * that is known. It is settled once for as long as the list is open: a list is not read a second time because it has grown.
 */
export function useFewObjects(
  cluster: string,
  resources: readonly DiscoveredResource[],
  ask: boolean,
): ReadonlySet<string> | undefined {
  const [settled, settle] = useState(NOT_ASKED);
  const asked = ask ? resources : [];
  const ids = asked.map(({ group, resource }) => `${group}/${resource}`);
  const key = ids.length === 0 ? '' : JSON.stringify([cluster, ...ids]);
  const answers = useQueries({ queries: asked.map((resource) => fewObjectsQuery(cluster, resource)) });
  if (settled.key === key) return settled.few;
  if (key === '') settle(NOT_ASKED);
  // an old answer is asked for again, and waited for
  else if (answers.every(({ data, isStale }) => data !== undefined && !isStale))
    settle({ key, few: new Set(ids.filter((_, i) => answers[i]?.data === true)) });
  return key === '' ? NONE : undefined;
}
