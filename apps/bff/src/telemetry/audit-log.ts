import type { IncomingMessage } from 'node:http';
import { withoutCredentials } from './log.ts';

/** What is worth remembering about who did what. Never holds a credential. */
export interface AuditEvent {
  /** "sign-in", "sign-out", "switch-account" … */
  readonly event: string;
  readonly result: 'ok' | 'refused';
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

const MAX_TEXT = 500;

/** One line of JSON an event on standard output: for whoever keeps the records, and apart from the log on standard error. */
export class AuditLog {
  readonly #write: (line: string) => void;
  readonly #now: () => number;

  constructor(write: (line: string) => void, now: () => number = Date.now) {
    this.#write = write;
    this.#now = now;
  }

  note(event: AuditEvent): void {
    const line: Record<string, unknown> = { time: new Date(this.#now()).toISOString(), audit: event.event };
    for (const [name, value] of Object.entries(event))
      if (name !== 'event' && value !== undefined)
        // names come from tokens and files: JSON keeps line breaks out, and nothing is longer than it must be
        line[name] = typeof value === 'string' ? withoutCredentials(value).slice(0, MAX_TEXT) : value;
    this.#write(`${JSON.stringify(line)}\n`);
  }
}

/** The address of whoever made a request; express looks through the proxies that are trusted. */
export function addressOf(request: IncomingMessage & { readonly ip?: string | undefined }): string | undefined {
  return request.ip ?? request.socket.remoteAddress;
}
