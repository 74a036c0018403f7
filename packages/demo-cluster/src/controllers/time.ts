/** metav1.Time: RFC 3339 with whole seconds, as the API server prints it. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** metav1.MicroTime. */
export function microTimestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

/** Milliseconds of a timestamp; 0 when there is none. */
export function millis(text: string | null | undefined): number {
  return text ? Date.parse(text) : 0;
}
