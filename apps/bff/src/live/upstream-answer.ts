import type { Readable } from 'node:stream';
import { problemOfStatus } from '@quarterdeck/shared/api-status';
import type { Problem } from '@quarterdeck/shared/problem';
import type { UpstreamResponse } from '../clusters/cluster.ts';

const MAX_STATUS_BYTES = 64 * 1024;

/** The whole body, or null (and the body destroyed) when it is larger than `limit`. */
export async function readBounded(body: Readable, limit: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) {
      body.destroy();
      return null;
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts, length);
}

/** The Problem of an answer that is not a success. Consumes the body. */
export async function problemOfAnswer(response: UpstreamResponse): Promise<Problem> {
  const bytes = await readBounded(response.body, MAX_STATUS_BYTES).catch(() => null);
  const text = bytes?.toString('utf8') ?? '';
  const problem = problemOfStatus(response.status, jsonOrText(text));
  const retryAfter = Number(response.headers['retry-after']);
  if (problem.retryAfterSeconds !== undefined || !Number.isFinite(retryAfter) || retryAfter < 0) return problem;
  return { ...problem, retryAfterSeconds: retryAfter };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
