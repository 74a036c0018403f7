import { createHash, timingSafeEqual } from 'node:crypto';
import type { RawData } from 'ws';

/** A schema of the shared package, as far as this file needs it. */
interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/** A client's text frame that fits its schema; null otherwise. */
export function readFrame<T>(data: RawData, isBinary: boolean, schema: Schema<T>): T | null {
  if (isBinary) return null;
  let value: unknown;
  try {
    value = JSON.parse(bytesOf(data).toString('utf8'));
  } catch {
    return null;
  }
  const result = schema.safeParse(value);
  return result.success ? result.data : null;
}

export function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/** Compares a CSRF value in constant time, whatever the lengths. */
export function csrfMatches(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return expected !== '' && timingSafeEqual(digest(given), digest(expected));
}
