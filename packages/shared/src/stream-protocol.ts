/**
 * Frames of terminals (/api/clusters/{cluster}/terminal) and logs (/api/clusters/{cluster}/logs): one WebSocket each.
 * Control is text (JSON); a terminal's bytes are binary frames, raw in both directions.
 */
import * as z from 'zod/mini';
import type { Problem } from './problem.ts';

const shortText = z.string().check(z.minLength(1), z.maxLength(253));
const csrf = z.string().check(z.maxLength(128));
const cells = z.int().check(z.minimum(1), z.maximum(1000));

export const terminalClientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    csrf,
    namespace: shortText,
    pod: shortText,
    container: shortText,
    /** argv; null: the first shell that the container has (bash, then sh) */
    command: z.nullable(z.array(z.string().check(z.maxLength(4096))).check(z.minLength(1), z.maxLength(64))),
    cols: cells,
    rows: cells,
  }),
  /** re-attach to a session after a reload or a network change; `offset`: output bytes already seen */
  z.object({
    type: z.literal('attach'),
    csrf,
    session: shortText,
    offset: z.int().check(z.nonnegative()),
    cols: cells,
    rows: cells,
  }),
  z.object({ type: z.literal('resize'), cols: cells, rows: cells }),
  /** total output bytes that xterm has drawn in this socket's life */
  z.object({ type: z.literal('ack'), bytes: z.int().check(z.nonnegative()) }),
  /** end the session (closing the socket alone keeps it for a minute) */
  z.object({ type: z.literal('end') }),
]);
export type TerminalClientFrame = z.infer<typeof terminalClientFrame>;

export type TerminalServerFrame =
  /** `offset`: position in the session's output of the first byte that follows; greater than asked when older bytes are gone */
  | { readonly type: 'opened'; readonly session: string; readonly command: readonly string[]; readonly offset: number }
  /** the command ended; code null when unknown */
  | { readonly type: 'exited'; readonly code: number | null; readonly message?: string }
  | { readonly type: 'problem'; readonly problem: Problem };

export const logClientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    csrf,
    sources: z
      .array(z.object({ namespace: shortText, pod: shortText, container: shortText }))
      .check(z.minLength(1), z.maxLength(50)),
    follow: z.boolean(),
    previous: z.boolean(),
    tailLines: z.optional(z.int().check(z.nonnegative(), z.maximum(1_000_000))),
    sinceSeconds: z.optional(z.int().check(z.positive())),
    /** RFC 3339 */
    sinceTime: z.optional(z.string().check(z.maxLength(64))),
  }),
  /** total lines that the view has taken in this socket's life; the BFF pauses upstream when too many are open */
  z.object({ type: z.literal('ack'), lines: z.int().check(z.nonnegative()) }),
]);
export type LogClientFrame = z.infer<typeof logClientFrame>;

/** source (index into `sources`), time stamp as the kubelet wrote it (RFC 3339 with nanoseconds; "" when it wrote none), text */
export type LogLine = readonly [source: number, time: string, text: string];

export type LogServerFrame =
  | { readonly type: 'lines'; readonly lines: readonly LogLine[] }
  | {
      readonly type: 'source';
      readonly source: number;
      readonly state: 'waiting' | 'streaming' | 'reconnecting' | 'ended' | 'failed';
      readonly problem?: Problem;
    }
  /** every source has ended: nothing more will come */
  | { readonly type: 'end' };

/** Lines that may be on their way without an ack before the BFF pauses the API server. */
export const LOG_WINDOW_LINES = 5000;
/** Terminal output bytes that may be on their way without an ack. */
export const TERMINAL_WINDOW_BYTES = 256 * 1024;
