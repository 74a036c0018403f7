import type { Readable } from 'node:stream';

const MAX_BYTES = 1024 * 1024;

/** A small body as JSON, or as text where it is none. Rejects when it is over a megabyte. */
export async function readJson(body: Readable): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BYTES) {
      body.destroy();
      throw new Error('the answer is too large');
    }
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
