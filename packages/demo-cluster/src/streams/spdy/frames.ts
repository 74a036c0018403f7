/** The frames of SPDY/3.1 (draft-mbelshe-httpbis-spdy-00, 2.2), as bytes and as objects. */

export const FRAME = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;

/** The last frame of a stream in its direction. */
export const FLAG_FIN = 1;

const VERSION = 3;
const CONTROL_BIT = 0x8000_0000;
const HEAD = 8;
const MAX_LENGTH = 0xff_ffff;

export type Frame =
  | { readonly kind: 'data'; readonly streamId: number; readonly flags: number; readonly payload: Buffer }
  | { readonly kind: 'control'; readonly type: number; readonly flags: number; readonly payload: Buffer };

/** A peer that speaks something else; the connection is of no more use. */
export class ProtocolError extends Error {}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #buffered: Buffer[] = [];
  #size = 0;

  push(chunk: Uint8Array): Frame[] {
    this.#buffered.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#size += chunk.byteLength;
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    if (this.#size < HEAD) return undefined;
    if ((this.#buffered[0]?.length ?? 0) < HEAD) this.#buffered = [Buffer.concat(this.#buffered)];
    const head = this.#buffered[0] ?? Buffer.alloc(HEAD);
    const first = head.readUInt32BE(0);
    if (first >= CONTROL_BIT && (first & 0x7fff_0000) >>> 16 !== VERSION) throw new ProtocolError('this is not SPDY/3');
    const length = head.readUIntBE(5, 3);
    if (this.#size < HEAD + length) return undefined;
    const all = this.#buffered.length === 1 ? head : Buffer.concat(this.#buffered);
    const payload = all.subarray(HEAD, HEAD + length);
    const rest = all.subarray(HEAD + length);
    this.#buffered = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    const flags = all.readUInt8(4);
    if (first < CONTROL_BIT) return { kind: 'data', streamId: first, flags, payload };
    return { kind: 'control', type: first & 0xffff, flags, payload };
  }
}

function withHead(first: number, flags: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + payload.length);
  frame.writeUInt32BE(first, 0);
  frame.writeUInt8(flags, 4);
  frame.writeUIntBE(payload.length, 5, 3);
  frame.set(payload, HEAD);
  return frame;
}

export function dataFrame(streamId: number, payload: Uint8Array, flags = 0): Buffer {
  if (payload.length > MAX_LENGTH) throw new ProtocolError('a data frame takes 16 MiB at most');
  return withHead(streamId, flags, payload);
}

export function controlFrame(type: number, payload: Uint8Array, flags = 0): Buffer {
  return withHead((CONTROL_BIT | (VERSION << 16) | type) >>> 0, flags, payload);
}

/** The payload of RST_STREAM, PING, GOAWAY and the like: 32-bit numbers. */
export function words(...values: readonly number[]): Buffer {
  const payload = Buffer.allocUnsafe(values.length * 4);
  values.forEach((value, at) => {
    payload.writeUInt32BE(value >>> 0, at * 4);
  });
  return payload;
}
