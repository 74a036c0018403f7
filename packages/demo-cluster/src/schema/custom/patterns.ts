const compiled = new Map<string, RegExp | undefined>();

/** Go's flags stand at the beginning of the pattern, JavaScript's behind it. */
function compile(pattern: string): RegExp | undefined {
  const [, flags = '', rest = ''] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  const body = rest.replaceAll('\\A', '^').replaceAll('\\z', '$').replaceAll('(?P<', '(?<');
  try {
    return new RegExp(body, flags.includes('u') ? flags : `${flags}u`);
  } catch {
    try {
      return new RegExp(body, flags);
    } catch {
      return undefined;
    }
  }
}

/** Whether a text matches a pattern of RE2. One that JavaScript does not know lets everything pass. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(text) ?? true;
}

/** Whether a pattern can be read at all. */
export function isPattern(pattern: string): boolean {
  return compile(pattern) !== undefined;
}
