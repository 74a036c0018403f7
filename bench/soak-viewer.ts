import type { LiveQuery, LiveRow, LiveServerFrame } from '@quarterdeck/shared/live-protocol';
import { LiveTab } from './live-tab.ts';

type Query = Omit<LiveQuery, 'cluster'>;

/** The annotation that says when it was written. */
export const MARK = 'soak';
const FIELDS = ['metadata.resourceVersion', `metadata.annotations.${MARK}`];

/** Sessions whose numbers are the same in twenties have the same lists. */
export const CLASSES = 20;
const two = (n: number): string => String(n % CLASSES).padStart(2, '0');
export const namespaceOf = (session: number): string => `sim-ns-${two(session)}`;

/**
 * The lists that a person has open. Every tenth one looks after the whole cluster: all pods, those of a namespace, of a node, of an
 * application, and the nodes. The others are at home in a namespace (500 of 10,000 pods), with parts of it, a neighbour's and the nodes.
 */
export function listsOf(session: number): readonly Query[] {
  const pods = { resource: 'v1/pods', fields: FIELDS, mode: 'rows' } as const;
  const own = { ...pods, namespaces: [namespaceOf(session)] };
  const nodes = { ...pods, resource: 'v1/nodes', namespaces: null };
  if (session % 10 === 0)
    return [
      { ...pods, namespaces: null },
      own,
      { ...pods, namespaces: null, fieldSelector: `spec.nodeName=sim-0${two(session)}` },
      { ...pods, namespaces: null, labelSelector: 'app=web,tier=front' },
      nodes,
    ];
  return [
    own,
    { ...own, labelSelector: 'app=web' },
    { ...own, fieldSelector: `spec.nodeName=sim-0${two(session)}` },
    { ...pods, namespaces: [namespaceOf(session + 1)] },
    nodes,
  ];
}

/** Numbers for uids, shared by all viewers: what two hundred of them know of ten thousand pods must not be the bench's own weight. */
export class UidNumbers {
  readonly #numbers = new Map<string, number>();

  of(uid: string): number {
    const known = this.#numbers.get(uid);
    if (known !== undefined) return known;
    this.#numbers.set(uid, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** Milliseconds, counted by whole ones. */
export class Delays {
  readonly #counts = new Map<number, number>();
  count = 0;

  add(ms: number): void {
    const whole = Math.max(0, Math.round(ms));
    this.#counts.set(whole, (this.#counts.get(whole) ?? 0) + 1);
    this.count += 1;
  }

  percentile(share: number): number {
    let left = this.count * share;
    for (const [ms, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return ms;
    }
    return 0;
  }
}

interface ViewerOptions {
  readonly session: number;
  readonly uids: UidNumbers;
  readonly delays: Delays;
}

interface List {
  /** resourceVersions by number of uid; 0: not there */
  versions: Float64Array;
  state: string;
}

/** One session with its lists, as a browser without the browser: it knows which version of which object it has been shown. */
export class SoakViewer {
  readonly session: number;
  readonly #tab: LiveTab;
  readonly #uids: UidNumbers;
  readonly #delays: Delays;
  readonly #lists = new Map<number, List>();
  #told = () => {};
  /** rows and removals that came */
  received = 0;
  /** a marker's time is looked at only while this holds: what a first list shows is old */
  measuring = false;
  closed: number | undefined;
  /** times that a list was not live any more */
  cuts = 0;

  private constructor(tab: LiveTab, { session, uids, delays }: ViewerOptions) {
    this.session = session;
    this.#tab = tab;
    this.#uids = uids;
    this.#delays = delays;
    tab.listen((frame) => this.#take(frame));
    tab.onClose((code) => {
      this.closed = code;
      this.#told();
    });
  }

  static async open(origin: string, cluster: string, token: string, options: ViewerOptions): Promise<SoakViewer> {
    return new SoakViewer(await LiveTab.open(origin, cluster, token), options);
  }

  /** Opens lists and waits until all are live. */
  async follow(queries: readonly Query[]): Promise<void> {
    for (const query of queries)
      this.#lists.set(this.#tab.subscribe(query), { versions: new Float64Array(1024), state: '' });
    await new Promise<void>((resolve, reject) => {
      this.#told = () => {
        if (this.closed !== undefined) reject(new Error(`the socket was closed (${this.closed})`));
        if ([...this.#lists.values()].every(({ state }) => state === 'live')) resolve();
      };
    });
    this.#told = () => {};
  }

  /** What the lists show, in the order of opening. */
  get shown(): readonly Float64Array[] {
    return [...this.#lists.values()].map(({ versions }) => versions);
  }

  close(): void {
    this.#tab.close();
  }

  #take(frame: LiveServerFrame): void {
    if (!('id' in frame)) return;
    const list = this.#lists.get(frame.id);
    if (!list) return;
    if (frame.type === 'state') {
      if (list.state === 'live' && frame.state !== 'live') this.cuts += 1;
      list.state = frame.state;
      this.#told();
    } else if (frame.type === 'rows') {
      if (frame.reset) list.versions.fill(0);
      for (const row of frame.upsert) this.#upsert(list, row);
      for (const uid of frame.remove) this.#put(list, uid, 0);
      this.received += frame.upsert.length + frame.remove.length;
    }
  }

  #upsert(list: List, row: LiveRow): void {
    const [uid, , , , , , version, written] = row;
    this.#put(list, uid, Number(version));
    if (this.measuring && typeof written === 'string') this.#delays.add(Date.now() - Number(written));
  }

  #put(list: List, uid: string, version: number): void {
    const at = this.#uids.of(uid);
    if (at >= list.versions.length) {
      const larger = new Float64Array(Math.max(at + 1, list.versions.length * 2));
      larger.set(list.versions);
      list.versions = larger;
    }
    list.versions[at] = version;
  }
}

/** Entries that differ; what is beyond the end of one is not there. */
export function differing(a: Float64Array, b: Float64Array): Set<number> {
  const found = new Set<number>();
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) if ((a[at] ?? 0) !== (b[at] ?? 0)) found.add(at);
  return found;
}
