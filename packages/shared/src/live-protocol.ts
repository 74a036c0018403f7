/**
 * Frames of the live socket (/api/live): one WebSocket per tab carries every subscription of that tab.
 * Text frames of JSON, both ways. The first frame of the client is `hello`.
 */
import * as z from 'zod/mini';
import { MAX_PATH_LENGTH } from './field-path.ts';
import type { PrintedTime } from './printed-time.ts';
import type { Problem } from './problem.ts';

export const MAX_SUBSCRIPTIONS = 20;
export const MAX_FIELDS = 64;

const id = z.int().check(z.nonnegative());
const shortText = z.string().check(z.maxLength(253));

export const liveQuery = z.object({
  cluster: shortText,
  /** "v1/pods", "apps/v1/deployments" */
  resource: z.string().check(z.maxLength(512)),
  /** null: all namespaces, or a cluster-wide kind; several: one watch each, merged */
  namespaces: z.nullable(z.array(shortText).check(z.minLength(1), z.maxLength(50))),
  labelSelector: z.optional(z.string().check(z.maxLength(4096))),
  fieldSelector: z.optional(z.string().check(z.maxLength(4096))),
  /** field paths (field-path.ts) picked from each object and appended to its row */
  fields: z.array(z.string().check(z.maxLength(MAX_PATH_LENGTH))).check(z.maxLength(MAX_FIELDS)),
  /**
   * rows: the server's Table. objects: whole objects, managedFields included; only with a fieldSelector that names one
   * object, so that no list ever holds a Secret's values.
   */
  mode: z.enum(['rows', 'objects']),
});
export type LiveQuery = z.infer<typeof liveQuery>;

/** A query is checked apart from its frame: one list that asks for too much must not cost the tab its socket. */
export const liveClientFrame = z.discriminatedUnion('type', [
  /** csrf: per cluster, from GET /api/clusters/{cluster}/session */
  z.object({ type: z.literal('hello'), csrf: z.record(shortText, z.string().check(z.maxLength(128))) }),
  z.object({ type: z.literal('subscribe'), id, query: z.unknown() }),
  z.object({ type: z.literal('unsubscribe'), id }),
  z.object({ type: z.literal('beat') }),
]);
export type LiveClientFrame = z.infer<typeof liveClientFrame>;

/** A column of the server's Table (meta.k8s.io TableColumnDefinition). */
export interface LiveColumn {
  readonly name: string;
  /** OpenAPI type: string, integer, number, boolean, date */
  readonly type: string;
  /** OpenAPI format; "name" marks the column of the object's name */
  readonly format: string;
  /** 0 is always shown; greater is "wide" */
  readonly priority: number;
  readonly description: string;
}

/** A time in words travels as the moment that it is counted from: words would be true at the time of printing only. */
export type LiveCell = string | number | boolean | null | PrintedTime;

/** What printers write where there is nothing to say. Most rows end so: cells of it at the end of a row do not travel. */
export const NO_VALUE = '<none>';

/**
 * uid, namespace ("" when cluster-wide), name, created (epoch seconds, 0 when unknown), labels, the Table's cells, then the
 * picked fields in the order of the query (null when missing; missing ones at the end are left out). A cell that equals the object's name
 * is sent as null in the column whose format is "name"; cells that are not there are NO_VALUE.
 */
export type LiveRow = readonly [
  uid: string,
  namespace: string,
  name: string,
  created: number,
  labels: Readonly<Record<string, string>> | null,
  cells: readonly LiveCell[],
  ...fields: unknown[],
];

export type LiveState =
  /** the first list is on its way */
  | 'loading'
  /** all is here and watched */
  | 'live'
  /** the watch was cut; it is being restored, rows may be old */
  | 'reconnecting'
  /** restoring has failed for a while; `problem` says why, `since` from when rows may be old */
  | 'stale'
  /** list or watch is forbidden */
  | 'denied'
  /** the resource is not served (any more) */
  | 'gone';

export interface LiveStateFrame {
  readonly type: 'state';
  readonly id: number;
  readonly state: LiveState;
  /** objects received so far */
  readonly loaded: number;
  /** the server's estimate of what is left while loading (metadata.remainingItemCount) */
  readonly remaining?: number;
  /** epoch milliseconds: when this state began; for reconnecting and stale, the last moment at which rows were known true */
  readonly since: number;
  readonly problem?: Problem;
}

export interface LiveColumnsFrame {
  readonly type: 'columns';
  readonly id: number;
  readonly columns: readonly LiveColumn[];
}

export interface LiveRowsFrame {
  readonly type: 'rows';
  readonly id: number;
  readonly seq: number;
  /** all earlier rows are void: what follows is the new truth from the start */
  readonly reset?: true;
  readonly upsert: readonly LiveRow[];
  readonly remove: readonly string[];
}

export interface LiveObjectsFrame {
  readonly type: 'objects';
  readonly id: number;
  readonly seq: number;
  readonly reset?: true;
  readonly upsert: readonly Readonly<Record<string, unknown>>[];
  readonly remove: readonly string[];
}

export type LiveServerFrame =
  | { readonly type: 'welcome'; readonly heartbeatMs: number }
  | { readonly type: 'beat' }
  | LiveColumnsFrame
  | LiveRowsFrame
  | LiveObjectsFrame
  | LiveStateFrame;

/** Close codes of our sockets (4000–4999 are private, RFC 6455 §7.4.2). */
export const CLOSE = {
  /** the session ended or was never there: sign in again */
  sessionEnded: 4401,
  /** origin or CSRF value wrong */
  forbidden: 4403,
  /** a frame that does not fit the schema */
  badFrame: 4400,
  /** over a limit */
  tooMany: 4429,
  /** the process shuts down: reconnect */
  goingAway: 1001,
} as const;
