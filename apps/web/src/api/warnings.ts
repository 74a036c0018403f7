/** RFC 7234 §5.5 as the API server writes it: 299 - "text". */
const WARNING = /\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g;

/** What the API server says beside its answer (Warning headers). */
export function warningsOf(headers: Headers): string[] {
  return [...(headers.get('warning') ?? '').matchAll(WARNING)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
}
