import type { ApiStatus } from '@quarterdeck/shared/api-status';

/**
 * The API server's channel protocol for exec (v4.channel.k8s.io; KEP-4006 for v5): each binary message begins with the number
 * of its channel.
 */
export const CHANNEL_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

/** One message for the API server, of all the bytes; in `room` where they fit into it. */
export function channelMessage(
  channel: number,
  bytes: string | Uint8Array | readonly Uint8Array[],
  room: Buffer = Buffer.alloc(0),
): Buffer {
  const parts = typeof bytes === 'string' ? [Buffer.from(bytes)] : bytes instanceof Uint8Array ? [bytes] : bytes;
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  const message = room.length < length ? Buffer.allocUnsafe(length) : room.subarray(0, length);
  message[0] = channel;
  let at = 1;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return message;
}

export function resizeMessage(cols: number, rows: number): Buffer {
  return channelMessage(CHANNEL.resize, JSON.stringify({ Width: cols, Height: rows }));
}

/** How a command ended, as the error channel tells it. */
export interface ExecEnd {
  /** null: it did not run, or nobody knows */
  readonly code: number | null;
  readonly message: string;
}

/** Reads the metav1.Status of the error channel. */
export function readExecEnd(bytes: Buffer): ExecEnd {
  const text = bytes.toString('utf8');
  const status = statusIn(text);
  if (status === null) return { code: null, message: text };
  if (status.status === 'Success') return { code: 0, message: '' };
  const exit = status.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
  const code = exit !== undefined && /^-?\d+$/.test(exit) ? Number(exit) : null;
  return { code, message: status.message ?? '' };
}

/** The kubelet's Status comes without its kind (seen on v1.20), so that its other fields must do. */
function statusIn(text: string): Partial<ApiStatus> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'status' in value ? (value as Partial<ApiStatus>) : null;
  } catch {
    return null;
  }
}

// Words of runc, crun, containerd, CRI-O, the old dockershim and Windows' hcsshim for a file that cannot be started
const NOT_FOUND =
  /executable file .{0,200}not found|no such file or directory|not found in \$PATH|stat .{0,200}: no such file|cannot find the file specified/i;
const RUNTIME_WORDS = /^(?:OCI runtime exec failed|rpc error: code)/;

/**
 * Whether the command could not be started because it is not there. With the old dockershim the runtime's words come as
 * output and the exit code is 126; a shell in between says 127.
 */
export function isCommandMissing(end: ExecEnd, output: Buffer): boolean {
  if (end.code === null) return NOT_FOUND.test(end.message);
  if (end.code !== 126 && end.code !== 127) return false;
  return output.length === 0 || looksLikeRuntime(output) || NOT_FOUND.test(output.subarray(0, 1000).toString('utf8'));
}

/** Whether output may be the runtime's words about a failed start rather than the command's own. */
export function looksLikeRuntime(output: Buffer): boolean {
  return RUNTIME_WORDS.test(output.subarray(0, 64).toString('utf8'));
}
