/** The origins under which browsers reach this server. Known once the port is. */
export class Origins {
  readonly #configured: readonly string[];
  readonly #basePath: string;
  #origins: ReadonlySet<string> = new Set();
  #hosts: ReadonlySet<string> = new Set();

  readonly #scheme: 'http' | 'https';

  constructor(configured: readonly string[], scheme: 'http' | 'https' = 'http', basePath = '') {
    this.#configured = configured;
    this.#scheme = scheme;
    this.#basePath = basePath;
    this.setPort(0);
  }

  /** To be called when listening: without configured origins, the loopback ones at this port are ours. */
  setPort(port: number): void {
    const loopback = ['localhost', '127.0.0.1', '[::1]'].map(
      (host) => new URL(`${this.#scheme}://${host}:${port}`).origin,
    );
    this.#origins = new Set(this.#configured.length > 0 ? this.#configured : loopback);
    this.#hosts = new Set([...this.#origins].map((origin) => new URL(origin).host));
  }

  /** The one to name where one is to be named. */
  get first(): string {
    return [...this.#origins][0] ?? '';
  }

  /** All addresses at which a person can open us, to be told to one who came by another. */
  get addresses(): readonly string[] {
    return [...this.#origins].map((origin) => origin + this.#basePath);
  }

  /** Exact: scheme, host and port. */
  has(origin: string | undefined): boolean {
    return origin !== undefined && this.#origins.has(origin);
  }

  /**
   * Whether a Host header may be ours. On loopback a page of any site can point its own name at 127.0.0.1 (DNS rebinding) and
   * is then "same-origin"; behind configured origins a proxy may write what it likes.
   */
  allowsHost(host: string | undefined): boolean {
    return this.#configured.length > 0 || (host !== undefined && this.#hosts.has(host.toLowerCase()));
  }

  /** For connect-src: 'self' does not cover ws: in every browser. CSP has no words for an IPv6 literal; 'self' serves there. */
  socketSources(): string[] {
    return [...this.#origins].filter((origin) => !origin.includes('[')).map((origin) => origin.replace(/^http/, 'ws'));
  }
}
