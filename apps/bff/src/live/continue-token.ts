/** A list begins with its type and its metadata (Go writes the fields in that order); its objects come after. */
const HEAD = /^\s*\{"kind":"[^"\\]*","apiVersion":"[^"\\]*","metadata":\{[^{}]*?"continue":"([\w+/=.~-]+)"[^{}]*\}/;
/** A token holds the name of an object, at most 253 characters. */
const MAX_HEAD = 4096;

/** Where a list goes on, as the beginning of its JSON says; "" when it says it elsewhere, or the list ends here. */
export function continueToken(bytes: Buffer): string {
  return HEAD.exec(bytes.toString('latin1', 0, MAX_HEAD))?.[1] ?? '';
}
