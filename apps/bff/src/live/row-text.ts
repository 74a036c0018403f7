/**
 * A row is serialised once, when it changes, and kept as that text: replays and flushes only join strings, and a row in the
 * store costs little more than its bytes on the wire. The text is a JSON array whose first element is the object's
 * resourceVersion in a fixed width, so that a relist can tell what changed; the uid is the key of the store and not repeated.
 */
const VERSION_WIDTH = 16;
/** `["`, the version, `",` */
const HEAD = VERSION_WIDTH + 4;

/** What the store keeps of a row (the tuple without its uid) or of an object (an array of one). */
export function encodeRow(version: string, rest: readonly unknown[]): string {
  return JSON.stringify([mark(version), ...rest]);
}

/** Whether a stored text was made from this version of its object. */
export function hasVersion(text: string, version: string): boolean {
  return version !== '' && text.startsWith(mark(version), 2);
}

/** The row as it travels in a rows frame. */
export function rowOnWire(uid: string, text: string): string {
  return `[${JSON.stringify(uid)},${text.slice(HEAD)}`;
}

/** The object as it travels in an objects frame. */
export function objectOnWire(text: string): string {
  return text.slice(HEAD, -1);
}

// Versions are opaque strings; only characters that JSON does not escape may stand in the fixed-width head.
function mark(version: string): string {
  return version
    .slice(-VERSION_WIDTH)
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .padStart(VERSION_WIDTH, ' ');
}
