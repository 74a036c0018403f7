// client-go tools/record/events_cache.go
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW_MS = 600_000;
const BURST = 25;
const REFILL_MS = 300_000;
const COMBINED = '(combined from similar events): ';

/** Keeps events bearable: different messages for one reason are combined, and one object makes 25 events, then one in 5 minutes. */
export class EventThrottle {
  readonly #now: () => number;
  readonly #similar = new Map<string, { messages: Set<string>; last: number }>();
  readonly #tokens = new Map<string, { left: number; at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The message itself, or the head of a combined event once a group has too many different messages. */
  combined(group: string, message: string): string {
    const now = this.#now();
    const known = this.#similar.get(group);
    if (!known || now - known.last > SIMILAR_WINDOW_MS) {
      this.#similar.set(group, { messages: new Set([message]), last: now });
      return message;
    }
    known.last = now;
    if (known.messages.has(message) || known.messages.size < SIMILAR_LIMIT) {
      known.messages.add(message);
      return known.messages.size < SIMILAR_LIMIT ? message : COMBINED;
    }
    return COMBINED;
  }

  /** Whether the source may still write about the object. */
  lets(group: string): boolean {
    const now = this.#now();
    const bucket = this.#tokens.get(group) ?? { left: BURST, at: now };
    bucket.left = Math.min(BURST, bucket.left + (now - bucket.at) / REFILL_MS);
    bucket.at = now;
    this.#tokens.set(group, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  /** Forgets what cannot matter any more. */
  forget(): void {
    const now = this.#now();
    for (const [group, { last }] of this.#similar) if (now - last > SIMILAR_WINDOW_MS) this.#similar.delete(group);
    for (const [group, { left, at }] of this.#tokens)
      if (left + (now - at) / REFILL_MS >= BURST) this.#tokens.delete(group);
  }
}
