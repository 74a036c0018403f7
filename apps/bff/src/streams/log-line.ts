/** A line longer than this is cut. */
export const MAX_LINE_BYTES = 64 * 1024;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const MAX_TIME_LENGTH = 40;
/** A runtime stores a longer line in pieces of this size. */
const PIECE_BYTES = 16 * 1024;

export interface TimedLine {
  /** RFC 3339 as the kubelet wrote it; "" when it wrote none */
  readonly time: string;
  /** as the program wrote it: any bytes */
  readonly text: Buffer;
  /** its rest is left out */
  readonly cut: boolean;
}

/** Separates the time stamp that `timestamps=true` puts before each line. */
export function readLine(bytes: Buffer, cut: boolean): TimedLine {
  const space = bytes.subarray(0, MAX_TIME_LENGTH).indexOf(32);
  const head = bytes.toString('latin1', 0, space < 0 ? MAX_TIME_LENGTH : space);
  const timed = TIME.test(head);
  const rest = timed ? joined(bytes.subarray(space < 0 ? bytes.length : space + 1)) : bytes;
  return { time: timed ? head : '', text: cut ? wholeCharacters(rest) : withoutReturn(rest), cut };
}

/** Older kubelets (v1.20) put a stamp before each piece of a long line, in its middle. */
function joined(text: Buffer): Buffer {
  if (text.length <= PIECE_BYTES) return text;
  const pieces: Buffer[] = [];
  let from = 0;
  for (let to = PIECE_BYTES; to < text.length; to += PIECE_BYTES) {
    const space = text.subarray(to, to + MAX_TIME_LENGTH).indexOf(32);
    if (space < 0 || !TIME.test(text.toString('latin1', to, to + space))) return text;
    pieces.push(text.subarray(from, to));
    from = to + space + 1;
    to = from;
  }
  return Buffer.concat([...pieces, text.subarray(from)]);
}

function withoutReturn(bytes: Buffer): Buffer {
  return bytes[bytes.length - 1] === 13 ? bytes.subarray(0, -1) : bytes;
}

/** Without the beginning of a UTF-8 character whose rest was cut off. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}
