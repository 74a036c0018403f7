import type { IncomingMessage } from 'node:http';
import { ProblemError } from '@quarterdeck/shared/problem';
import { accountOf, personOf, type Session } from '../auth/session.ts';
import { withoutCredentials } from './log.ts';
import { requestIdOf } from './request-log.ts';

export type AuditResult = 'ok' | 'refused' | 'failed';

/** What is worth remembering about who did what. Never holds a credential. */
export interface AuditEvent {
  /** "sign-in", "sign-out", "write", "exec", "files.upload" … */
  readonly event: string;
  /** refused: by the API server or by us, for want of a right; failed: tried, and not done */
  readonly result: AuditResult;
  readonly cluster?: string;
  /** as the API server names them; null: nobody was proven */
  readonly user: string | null;
  /** the address the request came from, as far as it is to be believed */
  readonly address?: string | undefined;
  /** why not: a problem's code, and the API server's own words */
  readonly reason?: string;
  readonly detail?: string;
  readonly [more: string]: string | number | boolean | null | undefined;
}

/** Names and numbers; never a body, an argument or a value. */
export type AuditFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

type AuditCount = (event: string, result: AuditResult) => void;

const MAX_TEXT = 500;

/** One line of JSON an event on standard output: for whoever keeps the records, and apart from the log on standard error. */
export class AuditLog {
  /** For parts that run without one: nothing is kept. */
  static readonly none = new AuditLog(() => {});

  readonly #write: (line: string) => void;
  readonly #now: () => number;
  readonly #count: AuditCount;

  constructor(write: (line: string) => void, now: () => number = Date.now, count: AuditCount = () => {}) {
    this.#write = write;
    this.#now = now;
    this.#count = count;
  }

  note(event: AuditEvent): void {
    const line: Record<string, unknown> = { time: new Date(this.#now()).toISOString(), audit: event.event };
    for (const [name, value] of Object.entries(event))
      if (name !== 'event' && value !== undefined)
        // names come from tokens and files: JSON keeps line breaks out, and nothing is longer than it must be
        line[name] = typeof value === 'string' ? withoutCredentials(value).slice(0, MAX_TEXT) : value;
    this.#count(event.event, event.result);
    this.#write(`${JSON.stringify(line)}\n`);
  }

  /** Notes what was done in a session: by whom, and as whom the API server saw it. */
  did(session: Session, event: string, result: AuditResult, facts: AuditFacts = {}): void {
    const { cluster, user, credential, actor } = session;
    const as = actor === undefined ? {} : { as: user.name, groups: credential.as?.groups.join(',') };
    this.note({ event, result, cluster, user: personOf(session).name, ...as, account: accountOf(session), ...facts });
  }

  /** Notes what ended by an error. */
  didNot(session: Session, event: string, error: unknown, facts: AuditFacts = {}): void {
    const { code: reason, status } =
      error instanceof ProblemError ? error.problem : { code: 'qd.internal', status: undefined };
    this.did(session, event, resultOf(status ?? 500), { ...facts, reason });
  }
}

/** What an HTTP status says of a deed. */
export function resultOf(status: number): AuditResult {
  if (status < 400) return 'ok';
  return status === 401 || status === 403 ? 'refused' : 'failed';
}

/** Where a request came from, and its id. */
export type Whence = Readonly<Record<'address' | 'request', string | undefined>>;

/** The address of whoever made a request (express looks through the proxies that are trusted), and the request's id. */
export function whence(request: IncomingMessage & { readonly ip?: string | undefined }): Whence {
  return { address: request.ip ?? request.socket.remoteAddress, request: requestIdOf(request) };
}
