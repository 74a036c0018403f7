import { Pool } from 'undici';
import type { TlsSettings } from './cluster-settings.ts';
import { connectThrough } from './connect-through.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The connections to one API server under one client certificate (or none). Asks and endless streams have separate pools,
 * both bounded, so that many watches never keep a plain request waiting.
 */
export class ConnectionPools {
  readonly #asks: Pool;
  readonly #streams: Pool;

  constructor(origin: string, tls: TlsSettings, proxy?: URL) {
    const connect = { ...tls, timeout: CONNECT_TIMEOUT_MS };
    const options = {
      connect: proxy ? connectThrough(proxy, connect) : connect,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      // the caller's own timer covers the wait for a free connection as well
      headersTimeout: 0,
      // RFC 9112 sets no limit; audit ids and warnings stay far below
      maxHeaderSize: 64 * 1024,
    };
    this.#asks = new Pool(origin, { ...options, connections: 64 });
    this.#streams = new Pool(origin, { ...options, connections: 1024 });
  }

  pick(endless: boolean): Pool {
    return endless ? this.#streams : this.#asks;
  }

  /** Lets what is under way end by itself and takes nothing new. */
  async retire(): Promise<void> {
    await Promise.all([this.#asks.close(), this.#streams.close()]);
  }

  async destroy(): Promise<void> {
    await Promise.all([this.#asks.destroy(), this.#streams.destroy()]);
  }
}
