/**
 * managedFields are two thirds of what a Table with metadata weighs (2.2 of 2.9 kB a pod, measured) and never travel in
 * rows. They are cut out of the bytes before parsing: in valid JSON the mark below stands nowhere inside a string, because
 * there its quotes would be escaped.
 */
const MARK = Buffer.from('"managedFields":[{"manager":"');
/** `"managedFields":[` stays, and the closing bracket behind it. */
const KEPT = Buffer.from('"managedFields":[').length;
/** Nothing inside is an array, so that these two close it, unless they stand in the text of a key. */
const END = Buffer.from('}]');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** The JSON of a list, a Table or an event, with every managedFields empty. Throws a SyntaxError where it is no JSON. */
export function parseWithoutManagedFields(bytes: Buffer): unknown {
  const first = bytes.indexOf(MARK);
  if (first < 0) return JSON.parse(bytes.toString('utf8'));
  try {
    return JSON.parse(cutOut(bytes, first, likelyEnd));
  } catch {
    // A key with these two characters, or no JSON at all. What was cut within a string never parses: of its quotes one is gone.
    return JSON.parse(cutOut(bytes, first, endOfArray));
  }
}

function cutOut(bytes: Buffer, first: number, endOf: (bytes: Buffer, from: number) => number): string {
  let text = '';
  let from = 0;
  for (let at = first; at >= 0; at = bytes.indexOf(MARK, from)) {
    const end = endOf(bytes, at + KEPT);
    if (end < 0) break;
    text += bytes.toString('utf8', from, at + KEPT);
    from = end;
  }
  return text + bytes.toString('utf8', from);
}

/** Where the closing bracket stands if no text has what looks like it; -1 when there is none. */
function likelyEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(END, from);
  return at < 0 ? -1 : at + 1;
}

/** Where the bracket stands that closes the array that `from` is inside of; -1 when it does not. */
function endOfArray(bytes: Buffer, from: number): number {
  let depth = 1;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at + 1);
      if (at < 0) return -1;
    } else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function endOfString(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at;
  }
  return -1;
}
