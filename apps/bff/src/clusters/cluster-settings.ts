/** What configuration says about one cluster. Nothing here ever comes from a request. */
export interface ClusterSettings {
  readonly name: string;
  /** Origin, perhaps with a base path (clusters behind a gateway). */
  readonly server: URL;
  readonly ca?: Buffer;
  /** kubeconfig's tls-server-name */
  readonly serverName?: string;
  /** Verification is off: kubeconfig and QUARTERDECK_INSECURE_TLS_CLUSTERS both say so. */
  readonly insecure: boolean;
  /** The kubeconfig's own user; null when not offered. */
  readonly localUser: LocalUser | null;
  /** more addresses by which a kubeconfig may name this cluster; none of them is dialled */
  readonly addresses?: readonly URL[];
  /** kubeconfig's proxy-url: http, https or socks5 */
  readonly proxy?: URL;
}

export interface LocalUser {
  readonly name: string;
  readonly namespace: string | null;
  /** Runs credential plugins where the kubeconfig names one. */
  authenticate(): Promise<LocalAuthentication>;
}

export interface LocalAuthentication {
  readonly authorization?: string;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly pfx?: string | Buffer;
  readonly passphrase?: string;
}

/** The TLS options that undici and ws both take. */
export interface TlsSettings {
  readonly ca?: Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly pfx?: string | Buffer;
  readonly passphrase?: string;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}
