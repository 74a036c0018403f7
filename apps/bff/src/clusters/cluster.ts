import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Credential } from '../auth/credential.ts';

/**
 * A cluster that this BFF knows. Its origin and TLS settings come from configuration alone, never from a request, and every
 * call takes the caller's credential: there is no call without one (principle 1).
 */
export interface Cluster {
  readonly name: string;
  /** Redirects are not followed. Rejects with a ProblemError (qd.cluster.*) when no answer came. */
  request(credential: Credential, request: UpstreamRequest): Promise<UpstreamResponse>;
  /**
   * Opens a WebSocket to the API server. Rejects with a ProblemError built from the server's answer when it does not switch
   * protocols (CVE-2018-1002105: the connection is then destroyed). The socket is paused: listen, then resume() it.
   */
  openSocket(
    credential: Credential,
    path: string,
    protocols: readonly string[],
    page?: PageSocket,
    auditId?: string,
  ): Promise<import('ws').WebSocket>;
  /** How the server is named in requests to it: what a page behind its proxy takes for its own host. */
  readonly host: string;
}

/** A WebSocket of a page behind the API server's proxy. */
export interface PageSocket {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface UpstreamRequest {
  readonly method: string;
  /** Path and query, already safe: built by apiPath() or passed by the path guard. */
  readonly path: string;
  /** Path and query of a page behind a proxy sub-resource, which `path` then is; its redirects are handed over. */
  readonly page?: string;
  /** Complete: nothing of the browser's request is copied implicitly. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable | Buffer | string | null;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte of the body before the request is given up; 0: never (watch, log). Default 30 s. */
  readonly bodyTimeoutMs?: number;
  /** Milliseconds until the answer's headers must be there, the wait for a free connection included. Default 65 s. */
  readonly headersTimeoutMs?: number;
  /** Under which the API server's audit log shows it (traced-cluster.ts); without one it makes its own. */
  readonly auditId?: string;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** of a page behind the API server's proxy; never the API server's own */
  readonly setCookie?: readonly string[];
  /** Must be read or destroyed. */
  readonly body: Readable;
}
