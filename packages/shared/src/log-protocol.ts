/**
 * Frames of logs (/api/clusters/{cluster}/logs): one WebSocket a view, JSON text frames. The view names containers or
 * queries of pods; the BFF knows no kinds, so that a workload's or a Service's selector is the view's to find.
 */
import * as z from 'zod/mini';
import type { Problem } from './problem.ts';

const name = z.string().check(z.minLength(1), z.maxLength(253));
const selector = z.string().check(z.minLength(1), z.maxLength(4096));
const uid = z.string().check(z.maxLength(128));
/** RFC 3339 */
const time = z.string().check(z.maxLength(64));
/** restarts before this one, as the pod's status counts them; null: the pod may not be read */
const instance = z.nullable(z.int().check(z.nonnegative()));

/** One container of one pod; read even where pods may not be listed. */
const containerSource = z.object({ namespace: name, pod: name, container: name });
/** All pods that match, now and later; neither selector: all pods of the namespace. */
const querySource = z.object({
  namespace: name,
  labelSelector: z.optional(selector),
  /** of pods: metadata.name=…, spec.nodeName=… */
  fieldSelector: z.optional(selector),
  /** only containers of these names; absent: all, init and ephemeral ones too */
  containers: z.optional(z.array(name).check(z.minLength(1), z.maxLength(50))),
  /** uids: only pods that one of these controls; absent: whoever controls them */
  owners: z.optional(z.array(uid).check(z.minLength(1), z.maxLength(100))),
});
/** A container has a `pod`, a query has none. */
const logSource = z.union([containerSource, querySource]);
export type LogSourceRequest = z.infer<typeof logSource>;

/** What of the logs is wanted; the same for the socket and the download. Lines and times are meant by container. */
const range = {
  sources: z.array(logSource).check(z.minLength(1), z.maxLength(100)),
  /** current: the newest instance; previous: the one before it alone; both: one after the other, apart by the instance */
  instances: z.enum(['current', 'previous', 'both']),
  tailLines: z.optional(z.int().check(z.nonnegative(), z.maximum(1_000_000))),
  sinceSeconds: z.optional(z.int().check(z.positive())),
  sinceTime: z.optional(time),
};

/** Where a source stood when the socket was cut. */
const standing = z.object({
  namespace: name,
  pod: name,
  uid,
  container: name,
  instance,
  time,
});
export type LogStanding = z.infer<typeof standing>;

export const logClientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    csrf: z.string().check(z.maxLength(128)),
    ...range,
    follow: z.boolean(),
    /** what is known already may be shown while slow sources are waited for: `preview` frames before the first lines */
    preview: z.optional(z.boolean()),
    /** after a cut: every source that has given a line, and the `at` of the first `opened` frame */
    resume: z.optional(z.object({ at: time, sources: z.array(standing).check(z.maxLength(1000)) })),
  }),
  /** total lines that the view has taken in this socket's life; the BFF pauses upstream when too many are open */
  z.object({ type: z.literal('ack'), lines: z.int().check(z.nonnegative()) }),
]);
export type LogClientFrame = z.infer<typeof logClientFrame>;

/** `?request=` (JSON) of GET /api/clusters/{cluster}/logs/download: everything that is stored, merged by time, as text. */
export const logDownloadRequest = z.object({
  ...range,
  /** a time stamp before each line */
  timestamps: z.boolean(),
  /** the pod's and container's name before each line */
  names: z.boolean(),
  /** no file: only whether there would be one (204), or why not; a browser that saves a refused answer says nothing of it */
  look: z.optional(z.boolean()),
});
export type LogDownloadRequest = z.infer<typeof logDownloadRequest>;

/**
 * Source (number of a `source` frame that came before), time stamp as the kubelet wrote it (RFC 3339 with nanoseconds; ""
 * when it wrote none), text, and whether the line was longer than the BFF reads, so that its rest is left out.
 */
export type LogLine = readonly [source: number, time: string, text: string, cut?: true];

/** How an instance of a container ended. */
export interface LogExit {
  readonly code: number;
  readonly reason: string;
  readonly at: string;
}

export interface LogSourceFrame {
  readonly type: 'source';
  /** counts up in this socket's life; never reused */
  readonly source: number;
  readonly namespace: string;
  readonly pod: string;
  /** "" when the pod may not be read; another pod of the same name is another source */
  readonly uid: string;
  readonly container: string;
  readonly kind: 'container' | 'init' | 'ephemeral';
  /** it came while the view was open */
  readonly joined?: true;
  /** of the lines that follow this frame; greater than before: it restarted here */
  readonly instance: number | null;
  readonly state: 'waiting' | 'streaming' | 'reconnecting' | 'ended' | 'failed';
  /** waiting, ended: how this instance ended; else how the one before did; absent when that is not known */
  readonly exit?: LogExit;
  /** instances between the last line and this frame whose logs the node no longer keeps */
  readonly missed?: number;
  /** ended: gone (deleted, or another pod has its name), left (matches no longer), or exited */
  readonly because?: 'exited' | 'gone' | 'left';
  readonly problem?: Problem;
}

export interface LogQueryFrame {
  readonly type: 'query';
  /** index into the request's `sources` */
  readonly query: number;
  /** live: told of pods that come and go; listed: will not be told (not following) */
  readonly state: 'live' | 'listed' | 'reconnecting' | 'failed';
  /** containers that match now, and those of them that are not read because it would be too many */
  readonly matched: number;
  readonly notRead: number;
  readonly problem?: Problem;
}

export type LogServerFrame =
  /** first of all; `at`: the BFF's time */
  | { readonly type: 'opened'; readonly at: string }
  | { readonly type: 'lines'; readonly lines: readonly LogLine[] }
  /** the newest lines of the sources that have answered; each, and then the first `lines`, takes the place of the one before */
  | { readonly type: 'preview'; readonly lines: readonly LogLine[] }
  /** stands between the lines where it happened */
  | LogSourceFrame
  | LogQueryFrame
  /** why nothing is read at all: too many logs in this session, say; the socket is closed after it */
  | { readonly type: 'problem'; readonly problem: Problem }
  /** every source has ended and no query is live: nothing more will come */
  | { readonly type: 'end' };

/** Lines that may be on their way without an ack before the BFF pauses the API server. */
export const LOG_WINDOW_LINES = 5000;
