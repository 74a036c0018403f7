import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Dispatcher } from 'undici';
import type { WebSocket } from 'ws';
import type { Credential } from '../auth/credential.ts';
import type { UpstreamSeen } from '../telemetry/meters.ts';
import type { Cluster, PageSocket, UpstreamRequest, UpstreamResponse } from './cluster.ts';
import type { ClusterSettings, LocalAuthentication, TlsSettings } from './cluster-settings.ts';
import { ConnectionPools } from './connection-pools.ts';
import { dialSocket } from './dial-socket.ts';
import { impersonationHeaders } from './impersonation-headers.ts';
import { upstreamError } from './upstream-error.ts';
import { assertPagePath, assertUpstreamPath } from './upstream-path.ts';

const DEFAULT_BODY_TIMEOUT_MS = 30_000;
// an API server gives up on a request of its own after 60 s
const DEFAULT_HEADERS_TIMEOUT_MS = 65_000;
// credential plugins and certificate files are asked again after this time, so rotation is noticed
const LOCAL_CREDENTIAL_MS = 10_000;

/** Certificates whose connections are kept; of more, the ones that were not used for longest end by themselves. */
const MAX_CERTIFICATES = 64;

interface Access {
  readonly pools: ConnectionPools;
  readonly tls: TlsSettings;
  readonly authorization: string | undefined;
}

/** A cluster that is reached over HTTP: a pool of connections per client certificate, a bearer token per request. */
export class UpstreamCluster implements Cluster {
  readonly name: string;
  readonly #settings: ClusterSettings;
  readonly #userAgent: string;
  readonly #seen: (request: UpstreamSeen) => void;
  readonly #tls: TlsSettings;
  /** Never holds a client certificate: the API server would take its user instead of the token's. */
  readonly #bearerPools: ConnectionPools;
  /** by fingerprint of the client certificate, the one that was used last at the end */
  readonly #certificatePools = new Map<string, ConnectionPools>();
  #localAuthentication: { readonly value: Promise<LocalAuthentication>; readonly until: number } | undefined;

  constructor(settings: ClusterSettings, version: string, seen: (request: UpstreamSeen) => void = () => {}) {
    this.name = settings.name;
    this.#seen = seen;
    this.#settings = settings;
    // the API server indents its JSON for agents named like browsers or curl
    this.#userAgent = `quarterdeck/${version}`;
    this.#tls = {
      ...(settings.ca ? { ca: settings.ca } : {}),
      ...(settings.serverName ? { servername: settings.serverName } : {}),
      rejectUnauthorized: !settings.insecure,
    };
    this.#bearerPools = new ConnectionPools(settings.server.origin, this.#tls, settings.proxy);
  }

  async request(credential: Credential, request: UpstreamRequest): Promise<UpstreamResponse> {
    const path = this.#pathOf(request.path, request.page);
    const access = await this.#access(credential);
    // a kept connection may be closed by the server just as we use it; asking again is safe for reads
    const attempts = (request.method === 'GET' || request.method === 'HEAD') && !request.body ? 2 : 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#send(access, path, request, impersonationHeaders(credential.as));
      } catch (error) {
        const cut = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
        if (request.signal?.aborted || attempt === attempts || !cut) {
          throw request.signal?.aborted ? error : upstreamError(error, this.name);
        }
      }
    }
  }

  get host(): string {
    return this.#settings.server.host;
  }

  async openSocket(
    credential: Credential,
    path: string,
    protocols: readonly string[],
    page?: PageSocket,
    auditId?: string,
  ): Promise<WebSocket> {
    const target = this.#pathOf(path, page?.path);
    const { tls, authorization } = await this.#access(credential);
    const { server, insecure, proxy } = this.#settings;
    const url = `${server.origin.replace(/^http/, 'ws')}${target}`;
    // a mask guards bytes that others between can read, and working it out is most of what an upload costs here (ADR 10)
    const masked = page !== undefined || server.protocol !== 'https:' || insecure;
    return dialSocket(
      url,
      protocols,
      tls,
      {
        ...page?.headers,
        ...impersonationHeaders(credential.as),
        'user-agent': this.#userAgent,
        // it would reach the page, too
        ...(auditId && page === undefined ? { 'audit-id': auditId } : {}),
        ...(authorization ? { authorization } : {}),
      },
      { proxy, masked },
    ).catch((error: unknown) => {
      throw upstreamError(error, this.name);
    });
  }

  /** Drops every connection; answers that are under way fail. */
  async close(): Promise<void> {
    await Promise.all([this.#bearerPools, ...this.#certificatePools.values()].map((pools) => pools.destroy()));
  }

  #pathOf(path: string, page?: string): string {
    const below = page === undefined ? '' : assertPagePath(page);
    return this.#settings.server.pathname.replace(/\/+$/, '') + assertUpstreamPath(path) + below;
  }

  async #access(credential: Credential): Promise<Access> {
    if (credential.kind === 'bearer')
      return { pools: this.#bearerPools, tls: this.#tls, authorization: `Bearer ${credential.token}` };
    if (credential.kind === 'basic') {
      const words = Buffer.from(`${credential.username}:${credential.password}`).toString('base64');
      return { pools: this.#bearerPools, tls: this.#tls, authorization: `Basic ${words}` };
    }
    if (credential.kind === 'certificate') {
      const { cert, key, token } = credential;
      const authorization = token === undefined ? undefined : `Bearer ${token}`;
      return { ...this.#certified({ cert, key }), authorization };
    }
    const { localUser } = this.#settings;
    if (!localUser) throw new ProblemError(problem('qd.session.required', 'The kubeconfig’s user is not offered here'));
    const now = Date.now();
    if (!this.#localAuthentication || this.#localAuthentication.until < now)
      this.#localAuthentication = { value: localUser.authenticate(), until: now + LOCAL_CREDENTIAL_MS };
    let authentication: LocalAuthentication;
    try {
      authentication = await this.#localAuthentication.value;
    } catch (cause) {
      this.#localAuthentication = undefined;
      // the plugin's message may quote what it was given
      const said = problem('qd.session.plugin-failed', 'The kubeconfig’s credential could not be obtained', {
        params: { cluster: this.name },
      });
      throw new ProblemError(said, { cause });
    }
    const { authorization, ...certificate } = authentication;
    return { ...this.#certified(certificate), authorization };
  }

  /** Connections under one client certificate, or none; never shared between two. */
  #certified(certificate: Omit<LocalAuthentication, 'authorization'>): Pick<Access, 'pools' | 'tls'> {
    const tls = { ...this.#tls, ...certificate };
    const hash = createHash('sha256');
    for (const part of [certificate.cert, certificate.key, certificate.pfx]) hash.update(part ?? '').update('\n');
    const fingerprint = hash.digest('hex');
    const known = this.#certificatePools.get(fingerprint);
    const pools = known ?? new ConnectionPools(this.#settings.server.origin, tls, this.#settings.proxy);
    this.#certificatePools.delete(fingerprint);
    this.#certificatePools.set(fingerprint, pools);
    const [oldest] = this.#certificatePools;
    if (oldest && this.#certificatePools.size > MAX_CERTIFICATES) {
      this.#certificatePools.delete(oldest[0]);
      void oldest[1].retire();
    }
    return { pools, tls };
  }

  async #send(
    access: Access,
    path: string,
    request: UpstreamRequest,
    speaker: Readonly<Record<string, string | string[]>>,
  ): Promise<UpstreamResponse> {
    const controller = new AbortController();
    const { signal } = request;
    const abort = () => controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const began = performance.now();
    let status: number | null = null;
    const headersTimeoutMs = request.headersTimeoutMs ?? DEFAULT_HEADERS_TIMEOUT_MS;
    const timer = setTimeout(() => {
      const params = { cluster: this.name };
      const slow = problem('qd.cluster.timeout', 'The API server did not answer in time', { params });
      controller.abort(new ProblemError(slow));
    }, headersTimeoutMs);
    const release = () => signal?.removeEventListener('abort', abort);
    try {
      const bodyTimeout = request.bodyTimeoutMs ?? DEFAULT_BODY_TIMEOUT_MS;
      const response = await access.pools.pick(bodyTimeout === 0).request({
        method: request.method as Dispatcher.HttpMethod,
        path,
        headers: {
          ...request.headers,
          ...speaker,
          'user-agent': this.#userAgent,
          ...(request.auditId && request.page === undefined ? { 'audit-id': request.auditId } : {}),
          ...(access.authorization ? { authorization: access.authorization } : {}),
        },
        body: request.body ?? null,
        signal: controller.signal,
        bodyTimeout,
      });
      status = response.statusCode;
      response.body.once('close', release);
      // undici's body fails when it is destroyed early; a caller that has done so does not listen any more
      response.body.on('error', () => {});
      if (
        request.page === undefined &&
        response.statusCode >= 300 &&
        response.statusCode < 400 &&
        response.statusCode !== 304
      ) {
        response.body.destroy();
        // a redirect would carry the credential to wherever it points
        const params = { cluster: this.name, httpStatus: response.statusCode };
        throw new ProblemError(problem('qd.cluster.bad-answer', 'The API server answered with a redirect', { params }));
      }
      const setCookie = [response.headers['set-cookie'] ?? []].flat();
      return { status: response.statusCode, headers: plainHeaders(response.headers), setCookie, body: response.body };
    } catch (error) {
      release();
      throw error;
    } finally {
      clearTimeout(timer);
      // a page behind the API server answers as it likes, and is not what is measured
      if (request.page === undefined)
        this.#seen({
          cluster: this.name,
          method: request.method,
          status,
          seconds: (performance.now() - began) / 1000,
        });
    }
  }
}

/** Repeated headers as node:http would give them: joined by commas. */
function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): IncomingHttpHeaders {
  const plain: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'set-cookie' || name === '__proto__') continue;
    plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
