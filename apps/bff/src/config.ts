import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { FileLimits } from '@quarterdeck/shared/files-protocol';
import * as z from 'zod';
import {
  readClusterAddresses,
  readFetchHosts,
  readProxyToken,
  readPublicUrls,
  readTrustProxy,
} from './config-addresses.ts';
import { ConfigError } from './config-error.ts';
import { warnOfUnknownNames } from './config-names.ts';
import { readPorts } from './config-ports.ts';
import { environment } from './config-schema.ts';
import { readTls, type TlsSettings } from './config-tls.ts';
import type { PreviewHosts } from './ports/preview-hosts.ts';

/** A login that the sign-in page offers as a button: the demo cluster's. */
export interface ReadyLogin {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly token: string;
  readonly cluster: string;
}

export interface Config {
  /** HOST: address to listen on. Default localhost. */
  readonly host: string;
  /** PORT: 0 takes any free port. Default 8080. */
  readonly port: number;
  /** QUARTERDECK_KUBECONFIG, else KUBECONFIG (files separated by ":"), else ~/.kube/config when it is there. */
  readonly kubeconfigFiles: readonly string[];
  /** Set by Kubernetes in a pod (KUBERNETES_SERVICE_HOST and _PORT); used when there is no kubeconfig. */
  readonly inCluster: { readonly server: string; readonly caFile: string; readonly tokenFile: string } | null;
  /** QUARTERDECK_ALLOW_SERVICE_ACCOUNT=1: start although a service account token is mounted into the pod. It is never used. */
  readonly allowServiceAccount: boolean;
  /**
   * QUARTERDECK_PUBLIC_URL (QUARTERDECK_PUBLIC_URLS): the addresses under which browsers reach us, separated by commas; here their origins.
   * Empty: localhost, 127.0.0.1 and [::1] at the port. Required unless HOST is a loopback address.
   */
  readonly publicOrigins: readonly string[];
  /** The path that the public URLs have: "" or "/deck". Requests are understood with it and without, for proxies that take it off. */
  readonly basePath: string;
  /**
   * QUARTERDECK_TLS=1: speaks HTTPS itself, with the certificate of QUARTERDECK_TLS_DIR (which implies it), else a self-signed one for the
   * public names and QUARTERDECK_TLS_NAMES. null: HTTP.
   */
  readonly tls: TlsSettings | null;
  /** QUARTERDECK_HSTS. Default (null): with a certificate from files that another has signed. Never with a self-signed one. */
  readonly hsts: boolean | null;
  /** Whether cookies are Secure: browsers reach us by https. */
  readonly secureCookies: boolean;
  /** QUARTERDECK_SESSION_KEY (32 bytes in base64) or QUARTERDECK_SESSION_KEY_FILE. Default: a new one at each start. */
  readonly sessionKey: Buffer;
  /** QUARTERDECK_SESSION_IDLE_MINUTES. Default 30. */
  readonly sessionIdleSeconds: number;
  /** QUARTERDECK_SESSION_MAX_HOURS. Default 12, at most a year. */
  readonly sessionMaxSeconds: number;
  /** QUARTERDECK_READY_LOGINS_FILE: JSON [{ id, label, description, token, cluster }]; loopback only. */
  readonly readyLogins: readonly ReadyLogin[];
  /** QUARTERDECK_LOCAL_USER=1: the kubeconfig's user may continue with the key that is printed at start; loopback only. */
  readonly localUser: boolean;
  /** QUARTERDECK_WEB_ROOT: folder of the built web app. Default apps/web/dist. */
  readonly webRoot: string;
  /** QUARTERDECK_LOG_LEVEL: trace, debug, info, warn, error or silent. Default info. */
  readonly logLevel: string;
  /** QUARTERDECK_TRUST_PROXY: number of reverse proxies in front, or their addresses separated by commas. Default none. */
  readonly trustProxy: number | readonly string[];
  /**
   * QUARTERDECK_INSECURE_TLS_CLUSTERS: names of clusters whose `insecure-skip-tls-verify` is honoured, separated by commas.
   * Without it, their certificates are verified all the same.
   */
  readonly insecureTlsClusters: ReadonlySet<string>;
  /**
   * QUARTERDECK_FETCH_HOSTS: hosts from which manifests may be fetched by address, separated by commas; "*.example.com" for those
   * below one, "*" for all public ones, "off" for none. Default "*" on a loopback HOST, else none.
   */
  readonly fetchHosts: readonly string[];
  /** QUARTERDECK_NODE_SHELL: 1 offers shells on nodes to those who may make privileged pods. Default 1 on a loopback HOST, else 0. */
  readonly nodeShell: boolean;
  /** QUARTERDECK_DEBUG_IMAGE: image of debug containers and throw-away pods, as it is offered. Default busybox:1.36. */
  readonly debugImage: string;
  /** QUARTERDECK_THROW_AWAY_HOURS: after this a throw-away pod ends by its own deadline at the latest. Default 4, at most 24. */
  readonly throwAwaySeconds: number;
  /** QUARTERDECK_TERMINALS: terminals of one login at a time. Default 20, at most 60. */
  readonly terminalsPerSession: number;
  /** QUARTERDECK_TERMINAL_IDLE_MINUTES: a terminal without a byte in either direction ends after this. Default 240; 0: never. */
  readonly terminalIdleSeconds: number;
  /** QUARTERDECK_TERMINAL_LINGER_SECONDS: a terminal outlives its last viewer so long (reload, change of network). Default 60. */
  readonly terminalLingerSeconds: number;
  /** QUARTERDECK_CLUSTERS_FILE: JSON or YAML list of clusters, in place of kubeconfig and pod. */
  readonly clustersFile: string | null;
  /** QUARTERDECK_CLUSTER_ADDRESSES: more addresses by which kubeconfigs name our clusters, "name=https://…", separated by commas. */
  readonly clusterAddresses: ReadonlyMap<string, readonly URL[]>;
  /**
   * QUARTERDECK_NAMESPACES: namespaces that are offered to people who may not list them, separated by commas; "production=shop" for one
   * cluster alone.
   */
  readonly namespaces: readonly { readonly cluster: string | null; readonly namespace: string }[];
  /**
   * QUARTERDECK_KUBECONFIG_ANY_SERVER=1: a kubeconfig that is chosen on the sign-in page may name any server. Its credential goes to
   * the cluster that was chosen there all the same, and never to the file's address.
   */
  readonly anyKubeconfigServer: boolean;
  /** QUARTERDECK_OIDC_FILE: JSON list of OpenID providers (auth/oidc/oidc-settings.ts). */
  readonly oidcFile: string | null;
  /** QUARTERDECK_PROXY_TOKEN_HEADER and _FROM: the header with the person's token, and the proxies whose word it is. */
  readonly proxyToken: { readonly header: string; readonly from: readonly string[] } | null;
  /** QUARTERDECK_AUDIT_LOG=0: no audit lines on standard output. Default 1. */
  readonly auditLog: boolean;
  /**
   * QUARTERDECK_FILES_VIEW_KB, _DOWNLOAD_MB and _UPLOAD_MB: how much of a container's files may be shown, downloaded and uploaded; 0 turns
   * it off. Default 1024 each.
   */
  readonly files: FileLimits;
  /** QUARTERDECK_LOG_LINES and QUARTERDECK_LOG_MB: what a log view keeps in the browser's memory. Default 50000 lines, 32 MB. */
  readonly logView: { readonly lines: number; readonly bytes: number };
  /**
   * QUARTERDECK_PORTS_PORT: listens there for opened ports of Pods and Services; unset: they cannot be opened. QUARTERDECK_PORTS_URL:
   * under which they are reached, "https://*.ports.example.com"; default "http://*.localhost" at that port on a loopback HOST.
   */
  readonly ports: { readonly listen: number; readonly hosts: PreviewHosts } | null;
  /** QUARTERDECK_METRICS_PORT: listens there for Prometheus, on the same address as HOST; unset: no metrics. Never the main port. */
  readonly metricsPort: number | null;
  /**
   * QUARTERDECK_DRAIN_SECONDS: told to end, it says so by /readyz and goes on to serve for so long, while load balancers learn of it.
   * Default 0 on a loopback HOST, else 5.
   */
  readonly drainSeconds: number;
  /** To be logged at start. */
  readonly warnings: readonly string[];
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const readyLogins = z.array(
  z.object({
    id: z.string().regex(/^[a-z0-9-]{1,64}$/),
    label: z.string().min(1).max(100),
    description: z.string().max(500),
    token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
    cluster: z.string().min(1).max(253),
  }),
);

function readTextFile(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(variable, `cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

function readSessionKey(text: string | undefined, file: string | undefined): Buffer | undefined {
  const variable = text === undefined ? 'QUARTERDECK_SESSION_KEY_FILE' : 'QUARTERDECK_SESSION_KEY';
  const encoded = text ?? (file === undefined ? undefined : readTextFile(variable, file));
  if (encoded === undefined) return undefined;
  const trimmed = encoded.trim();
  const key = Buffer.from(trimmed, 'base64');
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(trimmed) || key.length !== 32)
    throw new ConfigError(variable, 'must be 32 bytes in base64, for example from: openssl rand -base64 32');
  return key;
}

function readReadyLogins(file: string | undefined): readonly ReadyLogin[] {
  if (file === undefined) return [];
  const variable = 'QUARTERDECK_READY_LOGINS_FILE';
  const text = readTextFile(variable, file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConfigError(variable, `${file} is not JSON`);
  }
  const parsed = readyLogins.safeParse(value);
  // the fault's place only: its value may be a token
  if (!parsed.success) throw new ConfigError(variable, `${file} is wrong at ${parsed.error.issues[0]?.path.join('.')}`);
  return parsed.data;
}

function readNamespace(item: string): Config['namespaces'][number] {
  const [, cluster = null, namespace] = /^(?:(.+)=)?([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/.exec(item) ?? [];
  if (namespace === undefined)
    throw new ConfigError('QUARTERDECK_NAMESPACES', `"${item}" is not like shop or production=shop`);
  return { cluster, namespace };
}

function findKubeconfigFiles(quarterdeck: string | undefined, kubeconfig: string | undefined): readonly string[] {
  const given = quarterdeck ?? kubeconfig;
  if (given !== undefined) return given.split(delimiter).filter((file) => file !== '');
  const usual = join(homedir(), '.kube', 'config');
  return existsSync(usual) ? [usual] : [];
}

/** Each of our listeners has a port of its own; 0 is any free one. */
function assertApart(ports: Readonly<Record<string, number | undefined>>): void {
  const taken = new Map<number, string>();
  for (const [variable, port = 0] of Object.entries(ports)) {
    const other = port === 0 ? undefined : taken.get(port);
    if (other !== undefined) throw new ConfigError(variable, `is ${port}, which is that of ${other} already`);
    taken.set(port, variable);
  }
}

/** Reads the environment; throws a ConfigError when it is malformed or would be unsafe. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // an empty variable is an unset one, as in most container tools
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value)));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(String(issue?.path[0]), issue?.message ?? 'is wrong');
  }
  const values = parsed.data;
  const warnings = [...warnOfUnknownNames(env, environment.shape)];
  const loopback = LOOPBACK.test(values.HOST);
  const { publicOrigins, basePath } = readPublicUrls([
    ...values.QUARTERDECK_PUBLIC_URL,
    ...values.QUARTERDECK_PUBLIC_URLS,
  ]);
  const secure = publicOrigins.filter((origin) => origin.startsWith('https:')).length;
  if (secure !== 0 && secure !== publicOrigins.length)
    throw new ConfigError('QUARTERDECK_PUBLIC_URL', 'must be all https or all http: cookies are one or the other');
  if (!loopback && publicOrigins.length === 0)
    throw new ConfigError(
      'QUARTERDECK_PUBLIC_URL',
      `is required because HOST=${values.HOST} is not a loopback address`,
    );
  if (!loopback && secure === 0)
    warnings.push('The public URL is not https: tokens and cookies cross the network in clear text.');
  if (!loopback && values.QUARTERDECK_READY_LOGINS_FILE !== undefined)
    throw new ConfigError('QUARTERDECK_READY_LOGINS_FILE', 'needs a loopback HOST: anybody could use its logins');
  if (!loopback && values.QUARTERDECK_LOCAL_USER)
    throw new ConfigError('QUARTERDECK_LOCAL_USER', 'needs a loopback HOST: it lends out this machine’s kubeconfig');
  if (values.QUARTERDECK_SESSION_MAX_HOURS > 24)
    warnings.push(`Sessions last up to ${values.QUARTERDECK_SESSION_MAX_HOURS} hours (QUARTERDECK_SESSION_MAX_HOURS).`);

  assertApart({
    PORT: values.PORT,
    QUARTERDECK_PORTS_PORT: values.QUARTERDECK_PORTS_PORT,
    QUARTERDECK_METRICS_PORT: values.QUARTERDECK_METRICS_PORT,
  });
  const sessionKey = readSessionKey(values.QUARTERDECK_SESSION_KEY, values.QUARTERDECK_SESSION_KEY_FILE);
  if (!sessionKey)
    warnings.push('QUARTERDECK_SESSION_KEY is not set: a key was made up, so a restart ends every session.');
  const serviceHost = values.KUBERNETES_SERVICE_HOST;
  const ports = readPorts(values.QUARTERDECK_PORTS_PORT, values.QUARTERDECK_PORTS_URL, loopback, publicOrigins);
  const tls = readTls({
    on: values.QUARTERDECK_TLS,
    folder: values.QUARTERDECK_TLS_DIR,
    names: values.QUARTERDECK_TLS_NAMES,
    host: values.HOST,
    publicOrigins,
    previewDomain: ports?.hosts.scheme === 'https' ? ports.hosts.domain : undefined,
    inPod: serviceHost !== undefined,
  });
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    kubeconfigFiles: findKubeconfigFiles(values.QUARTERDECK_KUBECONFIG, values.KUBECONFIG),
    inCluster: serviceHost
      ? {
          server: `https://${serviceHost.includes(':') ? `[${serviceHost}]` : serviceHost}:${values.KUBERNETES_SERVICE_PORT}`,
          caFile: `${SERVICE_ACCOUNT}/ca.crt`,
          tokenFile: `${SERVICE_ACCOUNT}/token`,
        }
      : null,
    allowServiceAccount: values.QUARTERDECK_ALLOW_SERVICE_ACCOUNT,
    publicOrigins,
    basePath,
    tls,
    hsts: values.QUARTERDECK_HSTS ?? null,
    secureCookies: secure > 0 || tls !== null,
    sessionKey: sessionKey ?? randomBytes(32),
    sessionIdleSeconds: values.QUARTERDECK_SESSION_IDLE_MINUTES * 60,
    sessionMaxSeconds: values.QUARTERDECK_SESSION_MAX_HOURS * 3600,
    readyLogins: readReadyLogins(values.QUARTERDECK_READY_LOGINS_FILE),
    localUser: values.QUARTERDECK_LOCAL_USER,
    webRoot: values.QUARTERDECK_WEB_ROOT,
    logLevel: values.QUARTERDECK_LOG_LEVEL,
    trustProxy: readTrustProxy(values.QUARTERDECK_TRUST_PROXY),
    insecureTlsClusters: new Set(values.QUARTERDECK_INSECURE_TLS_CLUSTERS),
    fetchHosts: readFetchHosts(values.QUARTERDECK_FETCH_HOSTS, loopback),
    logView: { lines: values.QUARTERDECK_LOG_LINES, bytes: values.QUARTERDECK_LOG_MB * 1024 * 1024 },
    files: {
      viewBytes: values.QUARTERDECK_FILES_VIEW_KB * 1024,
      downloadBytes: values.QUARTERDECK_FILES_DOWNLOAD_MB * 1024 * 1024,
      uploadBytes: values.QUARTERDECK_FILES_UPLOAD_MB * 1024 * 1024,
    },
    ports,
    clustersFile: values.QUARTERDECK_CLUSTERS_FILE ?? null,
    clusterAddresses: readClusterAddresses(values.QUARTERDECK_CLUSTER_ADDRESSES),
    namespaces: values.QUARTERDECK_NAMESPACES.map(readNamespace),
    anyKubeconfigServer: values.QUARTERDECK_KUBECONFIG_ANY_SERVER,
    oidcFile: values.QUARTERDECK_OIDC_FILE ?? null,
    proxyToken: readProxyToken(values.QUARTERDECK_PROXY_TOKEN_HEADER, values.QUARTERDECK_PROXY_TOKEN_FROM),
    auditLog: values.QUARTERDECK_AUDIT_LOG,
    nodeShell: values.QUARTERDECK_NODE_SHELL ?? loopback,
    debugImage: values.QUARTERDECK_DEBUG_IMAGE,
    throwAwaySeconds: values.QUARTERDECK_THROW_AWAY_HOURS * 3600,
    terminalsPerSession: values.QUARTERDECK_TERMINALS,
    terminalIdleSeconds: values.QUARTERDECK_TERMINAL_IDLE_MINUTES * 60,
    terminalLingerSeconds: values.QUARTERDECK_TERMINAL_LINGER_SECONDS,
    metricsPort: values.QUARTERDECK_METRICS_PORT ?? null,
    drainSeconds: values.QUARTERDECK_DRAIN_SECONDS ?? (loopback ? 0 : 5),
    warnings,
  });
}
