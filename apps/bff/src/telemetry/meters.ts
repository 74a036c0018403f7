/** What the live side counts. */
export class LiveMeters {
  /** changes of rows, once a subscriber */
  changes = 0;
  /** changes that a newer one of the same row overtook before it was sent */
  coalesced = 0;
  /** rows and removals that were sent */
  sent = 0;
  frames = 0;
  /** times that nothing was sent because too much waited already for a slow browser */
  held = 0;
  /** Takes the seconds from the oldest change of a flush to its sending. */
  waited: (seconds: number) => void = () => {};
}

/**
 * What this process counts: plain numbers, so that counting costs an addition whether or not anybody reads them, and functions that do
 * nothing until somebody measures (telemetry/prometheus.ts). No label of them may ever hold what came from a person or a cluster.
 */
export class Meters {
  readonly live = new LiveMeters();
  /** by kind of socket and close code */
  readonly socketCloses = new Map<string, { readonly kind: string; readonly code: string; count: number }>();
  /** by event and result */
  readonly auditEvents = new Map<string, { readonly event: string; readonly result: string; count: number }>();
  request: (seen: RequestSeen) => void = () => {};
  upstream: (seen: UpstreamSeen) => void = () => {};

  socketClosed(kind: string, code: number): void {
    const shown = KNOWN_CODES.has(code) ? String(code) : 'other';
    const key = `${kind} ${shown}`;
    const known = this.socketCloses.get(key);
    if (known) known.count += 1;
    else this.socketCloses.set(key, { kind, code: shown, count: 1 });
  }

  audited(event: string, result: string): void {
    const key = `${event} ${result}`;
    const known = this.auditEvents.get(key);
    if (known) known.count += 1;
    else this.auditEvents.set(key, { event, result, count: 1 });
  }
}

interface RequestSeen {
  readonly method: string;
  /** the route's template, never the address */
  readonly route: string;
  /** 499: the browser left before there was an answer */
  readonly status: number;
  readonly seconds: number;
}

export interface UpstreamSeen {
  /** as the configuration names it */
  readonly cluster: string;
  readonly method: string;
  /** null: no answer came */
  readonly status: number | null;
  /** until the answer's headers were there */
  readonly seconds: number;
}

/** 1006: cut, or silent for three beats; the codes of ours are CLOSE's (live-protocol.ts) */
const KNOWN_CODES = new Set([1000, 1001, 1005, 1006, 1009, 4400, 4401, 4403, 4429]);
