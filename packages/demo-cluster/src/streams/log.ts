import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isTrue } from '../http/api-request.ts';
import { drained } from '../http/send.ts';
import type { LogEntry, LogOptions, PodRuntime } from '../runtime.ts';
import { invalid } from '../status-error.ts';
import type { PodTarget } from './pod-target.ts';

/** How long the head of the answer waits for the first line or a refusal. */
const HEAD_MS = 30;

interface Format {
  readonly timestamps: boolean;
  readonly limitBytes: number;
}

/** Sends a container's log; ends with it, or with the client. */
export async function sendLog(
  runtime: PodRuntime,
  { pod, container }: PodTarget,
  query: URLSearchParams,
  now: number,
  res: ServerResponse,
): Promise<void> {
  const options = readOptions(query, pod.metadata.name, container, now);
  const format = {
    timestamps: isTrue(query.get('timestamps')),
    limitBytes: readNumber(query, pod.metadata.name, 'limitBytes', 1) ?? Number.POSITIVE_INFINITY,
  };
  const abort = new AbortController();
  res.on('close', () => abort.abort());
  const lines = runtime.logs(pod, options, abort.signal)[Symbol.asyncIterator]();
  const first = lines.next();
  // a refusal comes at once and is answered as Status; a quiet log sends its head without a line
  await Promise.race([first, delay(HEAD_MS)]);
  res.writeHead(200, { 'content-type': 'text/plain' });
  res.flushHeaders();
  try {
    await copyLines(first, lines, format, res);
  } catch {
    // the log ended badly (the container is gone): a cut stream is what a real one looks like
  }
  abort.abort();
  res.end();
}

async function copyLines(
  first: Promise<IteratorResult<LogEntry>>,
  lines: AsyncIterator<LogEntry>,
  { timestamps, limitBytes }: Format,
  res: ServerResponse,
): Promise<void> {
  let left = limitBytes;
  for (let next = await first; !next.done && !res.destroyed; next = await lines.next()) {
    const { time, text } = next.value;
    const line = `${timestamps ? `${nanoTime(time)} ` : ''}${text}\n`;
    const bytes = Buffer.byteLength(line);
    const fits = bytes <= left;
    if (!res.write(fits ? line : Buffer.from(line).subarray(0, left))) await drained(res);
    if (!fits) return;
    left -= bytes;
  }
}

/** RFC 3339 with nine fractional digits, as the kubelet writes it. */
function nanoTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '000000Z');
}

function readOptions(query: URLSearchParams, pod: string, container: string, now: number): LogOptions {
  const seconds = readNumber(query, pod, 'sinceSeconds', 1);
  const time = query.get('sinceTime') ?? '';
  const since = time === '' ? undefined : Date.parse(time);
  if (since !== undefined && Number.isNaN(since)) throw fault(pod, 'sinceTime', time, 'must be an RFC3339 time');
  return {
    container,
    previous: isTrue(query.get('previous')),
    follow: isTrue(query.get('follow')),
    tailLines: readNumber(query, pod, 'tailLines', 0),
    sinceMs: seconds === undefined ? since : now - seconds * 1000,
  };
}

function readNumber(query: URLSearchParams, pod: string, name: string, min: number): number | undefined {
  const text = query.get(name) ?? '';
  if (text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min)
    throw fault(
      pod,
      name,
      Number.isNaN(value) ? text : value,
      `must be greater than ${min === 0 ? 'or equal to 0' : '0'}`,
    );
  return value;
}

const fault = (pod: string, field: string, value: unknown, detail: string) =>
  invalid('', 'PodLogOptions', pod, [{ field, type: 'Invalid value', value, detail }]);
