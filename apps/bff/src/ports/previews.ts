import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { OpenPort, PortVisit } from '@quarterdeck/shared/ports-protocol';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { AuditLog, type Whence } from '../telemetry/audit-log.ts';
import { type PreviewHosts, previewId, previewOrigin } from './preview-hosts.ts';
import type { PreviewTarget } from './preview-target.ts';

const MAX_PER_SESSION = 10;
const MAX_TOGETHER = 500;
/** The way from the dashboard's click to the browser's next request. */
const TICKET_MS = 60_000;
const MAX_TICKETS = 20;
/** 130 random bits */
const ID_LETTERS = 26;
const PLACE_LETTERS = 8;
/** a…z and 2…7: a host's label knows no difference of case */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** An open port: whose it is, where it leads, and what its pages must show to be served. */
export interface Preview {
  readonly id: string;
  readonly origin: string;
  readonly cluster: Cluster;
  readonly session: Session;
  readonly target: PreviewTarget;
  readonly openedAt: number;
  /** aborted when it is stopped */
  readonly signal: AbortSignal;
}

interface Held extends Preview {
  /** the value of the cookie that lets a browser in */
  readonly key: string;
  /** hash of a ticket → epoch milliseconds until which it is good */
  readonly tickets: Map<string, number>;
  /** the request that opened it */
  readonly from: Whence | undefined;
  readonly stop: () => void;
}

interface PreviewsOptions {
  readonly hosts: PreviewHosts;
  readonly sessions: SessionWatch;
  readonly clock: Clock;
  readonly audit?: AuditLog;
  /** where this process serves (serving-place.ts) */
  readonly place?: string;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const secret = () => randomBytes(32).toString('base64url');

/** The ports that are open in this process. Each ends with the session that opened it. */
export class Previews {
  readonly #options: PreviewsOptions;
  readonly #audit: AuditLog;
  readonly #held = new Map<string, Held>();
  /** begins the ids of this place: a port of another replica is told from one that has ended */
  readonly #place: string;
  #listensOn = 0;

  constructor(options: PreviewsOptions) {
    this.#options = options;
    this.#audit = options.audit ?? AuditLog.none;
    this.#place = label(digest(options.place ?? secret()).subarray(0, PLACE_LETTERS));
  }

  get hosts(): PreviewHosts {
    return this.#options.hosts;
  }

  /** To be called when listening. */
  setPort(port: number): void {
    this.#listensOn = port;
  }

  /** Opens a port. Throws qd.ports.too-many. */
  open(cluster: Cluster, session: Session, target: PreviewTarget, from?: Whence): PortVisit {
    const own = [...this.#held.values()].filter((held) => held.session.id === session.id);
    if (own.length >= MAX_PER_SESSION || this.#held.size >= MAX_TOGETHER)
      throw new ProblemError(
        problem('qd.ports.too-many', 'Too many ports are open', { params: { limit: MAX_PER_SESSION } }),
      );
    const id = `${this.#place}${label(randomBytes(ID_LETTERS))}`;
    const controller = new AbortController();
    const key = secret();
    const unwatch = this.#options.sessions.watch(session, () => this.#end(id));
    const held: Held = {
      id,
      origin: previewOrigin(this.#options.hosts, id, this.#listensOn),
      cluster,
      session,
      target,
      openedAt: Math.floor(this.#options.clock.now() / 1000),
      signal: controller.signal,
      key,
      tickets: new Map(),
      from,
      stop: () => {
        unwatch();
        controller.abort();
      },
    };
    this.#held.set(id, held);
    return this.#visit(held);
  }

  /** The open ports of a session on a cluster, the oldest first. */
  list(cluster: Cluster, session: Session): OpenPort[] {
    return [...this.#held.values()]
      .filter((held) => held.session.id === session.id && held.cluster.name === cluster.name)
      .map(shown);
  }

  /** A new way into a port that is open. Throws qd.ports.unknown. */
  visit(cluster: Cluster, session: Session, id: string): PortVisit {
    return this.#visit(this.#own(cluster, session, id));
  }

  /** Throws qd.ports.unknown. */
  stop(cluster: Cluster, session: Session, id: string, from?: Whence): void {
    this.#end(this.#own(cluster, session, id).id, from);
  }

  close(): void {
    for (const id of [...this.#held.keys()]) this.#end(id);
  }

  /** The open port that a Host header names. */
  at(host: string | undefined): Preview | undefined {
    const id = previewId(this.#options.hosts, host, this.#listensOn);
    return id === undefined ? undefined : this.#held.get(id);
  }

  /** Whether a Host header names a port that another replica has, or had. */
  isElsewhere(host: string | undefined): boolean {
    const id = previewId(this.#options.hosts, host, this.#listensOn);
    return id?.length === PLACE_LETTERS + ID_LETTERS && !id.startsWith(this.#place);
  }

  /** Takes a ticket, once: the value of the cookie that lets a browser in; undefined when it is no good. */
  admit(preview: Preview, ticket: string): string | undefined {
    const held = this.#held.get(preview.id);
    const hash = digest(ticket).toString('base64');
    const until = held?.tickets.get(hash);
    held?.tickets.delete(hash);
    return held && until !== undefined && this.#options.clock.now() < until ? held.key : undefined;
  }

  /** Whether a cookie's value lets a browser in. */
  isAdmitted(preview: Preview, key: string | undefined): boolean {
    const held = this.#held.get(preview.id);
    return held !== undefined && key !== undefined && timingSafeEqual(digest(held.key), digest(key));
  }

  #visit(held: Held): PortVisit {
    const now = this.#options.clock.now();
    for (const [hash, until] of held.tickets) if (until <= now) held.tickets.delete(hash);
    const [oldest] = held.tickets.keys();
    if (oldest !== undefined && held.tickets.size >= MAX_TICKETS) held.tickets.delete(oldest);
    const ticket = secret();
    held.tickets.set(digest(ticket).toString('base64'), now + TICKET_MS);
    return { port: shown(held), url: `${held.origin}${OPEN_PATH}?ticket=${ticket}` };
  }

  #own(cluster: Cluster, session: Session, id: string): Held {
    const held = this.#held.get(id);
    if (held?.session.id !== session.id || held.cluster.name !== cluster.name) throw new ProblemError(unknownPort());
    return held;
  }

  #end(id: string, from?: Whence): void {
    const held = this.#held.get(id);
    if (!held || !this.#held.delete(id)) return;
    held.stop();
    this.#audit.did(held.session, 'ports.stop', 'ok', { ...held.target, ...(from ?? held.from) });
  }
}

/** Where a ticket is exchanged for the cookie; no path of a page. */
export const OPEN_PATH = '/.quarterdeck/open';

function unknownPort(): Problem {
  return problem('qd.ports.unknown', 'This port is not open');
}

function shown({ id, origin, openedAt, target }: Held): OpenPort {
  return { id, origin, openedAt, ...target };
}

/** Letters of a host's label, five bits each. */
function label(bytes: Buffer): string {
  return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
