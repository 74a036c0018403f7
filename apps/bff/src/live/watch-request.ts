import { apiPath, type Gvr } from '@quarterdeck/shared/resource-path';

/** What one upstream watch asks for: a resource in one namespace, in all of them, or cluster-wide. */
export interface WatchTarget {
  readonly gvr: Gvr;
  readonly namespace: string | undefined;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** null: plain objects; else the Table, with this much of each object */
  readonly table: 'Metadata' | 'Object' | null;
}

export interface UpstreamPath {
  readonly path: string;
  readonly accept: string;
  /** may stay silent for as long as it likes */
  readonly endless: boolean;
}

/** A page of the list. */
export function pageRequest(target: WatchTarget, limit: number, token: string): UpstreamPath {
  return build(target, false, { limit: String(limit), ...(token === '' ? {} : { continue: token }) });
}

/** A watch from a known resourceVersion. */
export function watchRequest(target: WatchTarget, version: string): UpstreamPath {
  return build(target, true, { watch: '1', allowWatchBookmarks: 'true', resourceVersion: version });
}

/** The streaming list (KEP-3157): every object as an event of its own, an end mark, then the watch in the same answer. */
export function watchListRequest(target: WatchTarget): UpstreamPath {
  return build(target, true, {
    watch: '1',
    allowWatchBookmarks: 'true',
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
  });
}

function build(target: WatchTarget, endless: boolean, more: Readonly<Record<string, string>>): UpstreamPath {
  const query = new URLSearchParams(more);
  if (target.table !== null) query.set('includeObject', target.table);
  if (target.labelSelector !== '') query.set('labelSelector', target.labelSelector);
  if (target.fieldSelector !== '') query.set('fieldSelector', target.fieldSelector);
  return {
    endless,
    path: `${apiPath(target.gvr, { namespace: target.namespace })}?${query}`,
    // plain JSON as the second choice: an aggregated server that knows no Tables then answers objects instead of 406
    accept:
      target.table === null ? 'application/json' : 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  };
}
