/**
 * Frames of commands without a terminal (/api/clusters/{cluster}/run): one WebSocket a command, in one or many containers.
 * Control is text (JSON); output is binary: {@link runOutput} says how.
 */
import * as z from 'zod/mini';
import type { Problem } from './problem.ts';

const name = z.string().check(z.minLength(1), z.maxLength(253));

/** Containers that one command may run in. */
export const MAX_RUN_TARGETS = 200;
/** A command's argv travels in the request line: longer ones belong into a file. */
export const MAX_COMMAND_LENGTH = 32 * 1024;
export const MAX_RUN_SECONDS = 3600;

export const runClientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    csrf: z.string().check(z.maxLength(128)),
    /** argv, as it is: no shell reads it */
    command: z.array(z.string().check(z.maxLength(MAX_COMMAND_LENGTH))).check(
      z.minLength(1),
      z.maxLength(256),
      z.refine(([first = '', ...rest]) => first !== '' && rest.join(' ').length <= MAX_COMMAND_LENGTH),
    ),
    targets: z
      .array(z.object({ namespace: name, pod: name, container: name }))
      .check(z.minLength(1), z.maxLength(MAX_RUN_TARGETS)),
    timeoutSeconds: z.int().check(z.minimum(1), z.maximum(MAX_RUN_SECONDS)),
  }),
  /** total output bytes that the page has taken in this socket's life; the containers are paused when too many are open */
  z.object({ type: z.literal('ack'), bytes: z.int().check(z.nonnegative()) }),
  /** ends what runs and begins nothing more; with a target, that one alone */
  z.object({ type: z.literal('stop'), target: z.optional(z.int().check(z.nonnegative())) }),
]);
export type RunClientFrame = z.infer<typeof runClientFrame>;

export type RunServerFrame =
  | { readonly type: 'started'; readonly target: number }
  /** the command ended by itself; code null: it ran, and nobody said how it ended */
  | { readonly type: 'ended'; readonly target: number; readonly code: number | null; readonly message?: string }
  /** it was broken off by the person, or never begun */
  | { readonly type: 'stopped'; readonly target: number }
  | { readonly type: 'failed'; readonly target: number; readonly problem: Problem }
  /** the request itself was refused: nothing ran */
  | { readonly type: 'problem'; readonly problem: Problem }
  /** every target has come to its end */
  | { readonly type: 'end' };

/** Output bytes that may be on their way without an ack. */
export const RUN_WINDOW_BYTES = 512 * 1024;

const HEADER_BYTES = 3;

export type RunStream = 'stdout' | 'stderr';

/** A binary frame: the target (2 bytes, the higher first), 1 for stdout or 2 for stderr, then output as it came. */
export function runOutput(target: number, stream: RunStream, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(HEADER_BYTES + bytes.length);
  frame.set([target >> 8, target & 0xff, stream === 'stdout' ? 1 : 2]);
  frame.set(bytes, HEADER_BYTES);
  return frame;
}

/** The inverse of {@link runOutput}; undefined for what is no such frame. */
export function readRunOutput(
  frame: Uint8Array,
): { readonly target: number; readonly stream: RunStream; readonly bytes: Uint8Array } | undefined {
  const [high, low, stream] = frame;
  if (high === undefined || low === undefined || (stream !== 1 && stream !== 2)) return undefined;
  return {
    target: high * 256 + low,
    stream: stream === 1 ? 'stdout' : 'stderr',
    bytes: frame.subarray(HEADER_BYTES),
  };
}
