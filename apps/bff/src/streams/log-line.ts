/** A line longer than this is cut; `CUT_MARK` stands for the rest. */
export const MAX_LINE_BYTES = 64 * 1024;
const CUT_MARK = ' … [line cut by Quarterdeck]';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const MAX_TIME_LENGTH = 40;

export interface TimedLine {
  /** RFC 3339 as the kubelet wrote it; "" when it wrote none */
  readonly time: string;
  readonly text: string;
}

/** Separates the time stamp that `timestamps=true` puts before each line. */
export function readLine(bytes: Buffer, cut: boolean): TimedLine {
  const space = bytes.subarray(0, MAX_TIME_LENGTH).indexOf(32);
  const head = space < 0 ? bytes.subarray(0, MAX_TIME_LENGTH).toString('latin1') : bytes.toString('latin1', 0, space);
  const timed = TIME.test(head);
  const rest = timed ? bytes.subarray(space < 0 ? bytes.length : space + 1) : bytes;
  const text = cut ? wholeCharacters(rest).toString('utf8') + CUT_MARK : rest.toString('utf8');
  return { time: timed ? head : '', text: text.endsWith('\r') ? text.slice(0, -1) : text };
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
