import { parseQuantity } from '@quarterdeck/shared/quantity';
import { k8sJson } from './api-fetch.ts';
import { entriesAt, listAt, textAt } from './read-field.ts';

/** What a quota allows of one resource, and what of it is used. */
export interface QuotaLine {
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
  /** 0 … 1; undefined where one of the two is no quantity */
  readonly share: number | undefined;
}

export interface Quota {
  readonly name: string;
  readonly lines: readonly QuotaLine[];
}

/** The columns of a LimitRange beside type and resource. */
export const LIMIT_PARTS = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;

export interface LimitLine {
  readonly range: string;
  readonly type: string;
  readonly resource: string;
  /** in the order of LIMIT_PARTS */
  readonly values: readonly string[];
}

interface List {
  readonly items?: readonly unknown[];
}

const inNamespace = (namespace: string, plural: string) =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/${plural}?limit=100`;

/** The quotas of a namespace, what is scarcest first. */
export async function readQuotas(cluster: string, namespace: string, signal: AbortSignal): Promise<Quota[]> {
  const { items = [] } = await k8sJson<List>(cluster, inNamespace(namespace, 'resourcequotas'), { signal });
  return items.map(quotaOf);
}

/** One quota as lines. */
export function quotaOf(quota: unknown): Quota {
  const used = new Map(entriesAt(quota, 'status.used'));
  const lines = entriesAt(quota, 'spec.hard').map(([resource, hard]): QuotaLine => {
    const have = String(used.get(resource) ?? '0');
    const [part, whole] = [parseQuantity(have), parseQuantity(String(hard))];
    const share = part === undefined || whole === undefined ? undefined : whole === 0 ? 1 : Math.min(1, part / whole);
    return { resource, used: have, hard: String(hard), share };
  });
  return { name: textAt(quota, 'metadata.name'), lines: lines.sort((a, b) => (b.share ?? 0) - (a.share ?? 0)) };
}

/** The limit ranges of a namespace, a line for each type and resource. */
export async function readLimits(cluster: string, namespace: string, signal: AbortSignal): Promise<LimitLine[]> {
  const { items = [] } = await k8sJson<List>(cluster, inNamespace(namespace, 'limitranges'), { signal });
  return items.flatMap((range) =>
    listAt(range, 'spec.limits').flatMap((limit) => {
      const parts = LIMIT_PARTS.map((part) => new Map(entriesAt(limit, part)));
      const resources = [...new Set(parts.flatMap((part) => [...part.keys()]))];
      return resources.map((resource) => ({
        range: textAt(range, 'metadata.name'),
        type: textAt(limit, 'type'),
        resource,
        values: parts.map((part) => String(part.get(resource) ?? '')),
      }));
    }),
  );
}
