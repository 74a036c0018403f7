/**
 * Frames of terminals (/api/clusters/{cluster}/terminal): one WebSocket each.
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
    /** "attach": to the container's own main process; the command is null then */
    mode: z.optional(z.enum(['exec', 'attach'])),
    /** argv; null: the first shell that the container has */
    command: z.nullable(z.array(z.string().check(z.maxLength(4096))).check(z.minLength(1), z.maxLength(64))),
    /** the pod's, where its spec says it: which shells are worth a try, and in which order */
    os: z.optional(z.enum(['linux', 'windows'])),
    /** a container that has not started is waited for */
    wait: z.optional(z.boolean()),
    /** id of something that lives as long as this terminal */
    throwAway: z.optional(shortText),
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
  /** is anybody there? answered by the same */
  z.object({ type: z.literal('beat') }),
  /** end the session (closing the socket alone keeps it for a minute) */
  z.object({ type: z.literal('end') }),
]);
export type TerminalClientFrame = z.infer<typeof terminalClientFrame>;

export type TerminalServerFrame =
  /** `offset`: position in the session's output of the first byte that follows; greater than asked when older bytes are gone */
  | {
      readonly type: 'opened';
      readonly session: string;
      readonly mode: 'exec' | 'attach';
      readonly command: readonly string[];
      readonly offset: number;
      /** false: a main process without a terminal; its lines end in a bare line feed */
      readonly tty: boolean;
      /** whether what is typed reaches anybody */
      readonly stdin: boolean;
    }
  /** the container has not started, and why; it is tried again by itself */
  | { readonly type: 'waiting'; readonly problem: Problem }
  /** nothing was typed for long: the terminal ends in so many seconds; null: not any more */
  | { readonly type: 'idle'; readonly seconds: number | null }
  /** the command ended; code null when unknown */
  | { readonly type: 'exited'; readonly code: number | null; readonly message?: string }
  | { readonly type: 'beat' }
  | { readonly type: 'problem'; readonly problem: Problem };

/** GET /api/clusters/{cluster}/terminals: the terminals of this login, wherever they were opened. */
export interface TerminalInfo {
  readonly id: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly mode: 'exec' | 'attach';
  /** argv; empty until it is known which shell there is */
  readonly command: readonly string[];
  /** epoch milliseconds */
  readonly openedAt: number;
  /** browser tabs that show it */
  readonly viewers: number;
}

/** Terminal output bytes that may be on their way without an ack. */
export const TERMINAL_WINDOW_BYTES = 480 * 1024;
