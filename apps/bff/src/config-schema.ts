import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const YEAR_HOURS = 24 * 366;

const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const flag = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1');

/**
 * Every variable that is read, in the order of README's table, which is made of this (scripts/config-table.ts): what it means, and where
 * its default is not a plain value, how that is put. Without a meaning it is none of the administrator's business.
 */
export const environment = z.object({
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:[\]-]{1,253}$/, 'must be a host name or an address')
    .default('localhost')
    .meta({ description: 'address to listen on' }),
  PORT: count(0, 65_535).default(8080).meta({ description: 'port to listen on; 0 takes any free one' }),
  KUBECONFIG: z
    .string()
    .optional()
    .meta({ description: 'kubeconfig files, separated by `:`; every context is a cluster', shown: '`~/.kube/config`' }),
  QUARTERDECK_KUBECONFIG: z.string().optional().meta({ description: 'the same, and wins over it', shown: '–' }),
  QUARTERDECK_PUBLIC_URL: list.default([]).meta({
    description:
      'addresses under which browsers reach it, separated by commas, perhaps with a path prefix (`https://ops.example.com/deck`); required when `HOST` is not loopback. `https` makes cookies Secure and `__Host-`',
    shown: 'loopback at the port',
  }),
  QUARTERDECK_TLS: flag.optional().meta({
    description:
      '`1` listens with HTTPS: with the certificate of `QUARTERDECK_TLS_DIR`, else with one that it makes itself',
    shown: '`1` with `QUARTERDECK_TLS_DIR`, else `0`',
  }),
  QUARTERDECK_TLS_DIR: z.string().optional().meta({
    description:
      'folder with `tls.crt` and `tls.key` (or `dashboard.crt` and `dashboard.key`); read again when they change. Without a pair in it the certificate is a self-made one',
    shown: '–',
  }),
  QUARTERDECK_TLS_NAMES: list.default([]).meta({
    description: 'more host names and addresses of the self-made certificate, separated by commas',
    shown: 'none',
  }),
  QUARTERDECK_HSTS: flag.optional().meta({
    description:
      '`1` tells browsers to come by HTTPS only, for a year; never with a self-signed certificate. With `QUARTERDECK_TLS_DIR` it is not ready (`/readyz`) until there is a certificate',
    shown: 'a week, with a given certificate',
  }),
  QUARTERDECK_SESSION_KEY: z.string().optional().meta({
    description: '32 bytes in base64 that seal the session cookies; the same on every replica',
    shown: 'made once by `npm start`',
  }),
  QUARTERDECK_SESSION_KEY_FILE: z.string().optional().meta({ description: 'file with that key', shown: '–' }),
  QUARTERDECK_SESSION_IDLE_MINUTES: count(1, YEAR_HOURS * 60)
    .default(30)
    .meta({
      description: 'a session that nobody has used for so long ends; what the page asks by itself does not count',
    }),
  QUARTERDECK_SESSION_MAX_HOURS: count(1, YEAR_HOURS)
    .default(12)
    .meta({ description: 'a session ends at the latest; at most a year, and more than a day is warned about' }),
  QUARTERDECK_LOCAL_USER: flag.default(false).meta({
    description: 'offer "continue as" the kubeconfig’s user, guarded by the printed key; loopback only',
    shown: '`1` by `npm start` with a kubeconfig',
  }),
  QUARTERDECK_READY_LOGINS_FILE: z
    .string()
    .optional()
    .meta({ description: "JSON of ready logins (the demo's); loopback only", shown: '–' }),
  QUARTERDECK_TRUST_PROXY: list.default([]).meta({
    description: 'number of reverse proxies in front, or their addresses, whose forwarded headers count',
    shown: 'none',
  }),
  QUARTERDECK_CLUSTERS_FILE: z.string().optional().meta({
    description:
      'YAML or JSON list of clusters in place of the kubeconfig: `name`, `server`, and `ca` or `caFile`, `tlsServerName`, `proxyUrl` (http, https, socks5)',
    shown: '–',
  }),
  QUARTERDECK_CLUSTER_ADDRESSES: list.default([]).meta({
    description:
      "other addresses by which people's kubeconfigs name a cluster, as `name=https://…`, separated by commas; never dialled",
    shown: 'none',
  }),
  QUARTERDECK_KUBECONFIG_ANY_SERVER: flag.default(false).meta({
    description:
      'take a chosen kubeconfig whatever server it names; its credential goes to the cluster that was chosen on the page',
  }),
  QUARTERDECK_OIDC_FILE: z.string().optional().meta({
    description:
      'JSON list of OpenID providers: `id`, `title`, `issuer`, `clientId`, `clientSecret` or `clientSecretFile`, and `scopes`, `clusters`, `token` (`id_token` or `access_token`), `caFile`, `logout`. Register `<public URL>/oidc/callback` and, for logout, `<public URL>/sign-in` there ([ADR 9](docs/adr/0009-ways-to-sign-in.md))',
    shown: '–',
  }),
  QUARTERDECK_PROXY_TOKEN_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of a header')
    .refine((name) => !/^(?:cookie|host|origin|connection|sec-.*)$/i.test(name), 'must not be a header of the browser')
    .transform((name) => name.toLowerCase())
    .optional()
    .meta({ description: "header in which a trusted reverse proxy passes the person's token", shown: 'none' }),
  QUARTERDECK_PROXY_TOKEN_FROM: list
    .default([])
    .meta({ description: 'addresses or networks of such proxies, separated by commas', shown: 'none' }),
  QUARTERDECK_AUDIT_LOG: flag.default(true).meta({
    description:
      'a line of JSON on standard output for each sign-in, refusal, write, terminal, sign-out and switch of accounts',
  }),
  QUARTERDECK_INSECURE_TLS_CLUSTERS: list
    .default([])
    .meta({ description: 'clusters whose `insecure-skip-tls-verify` is honoured, separated by commas', shown: 'none' }),
  QUARTERDECK_NAMESPACES: list.default([]).meta({
    description:
      'namespaces that are offered to people who may not list them, separated by commas; `production=shop` for one cluster alone',
    shown: 'none',
  }),
  QUARTERDECK_LOG_LINES: count(1000, 500_000).default(50_000).meta({
    description:
      "lines that a log view keeps in the browser's memory (1,000 to 500,000); older ones are dropped, and the view says how many",
  }),
  QUARTERDECK_LOG_MB: count(1, 512).default(32).meta({ description: 'the same in megabytes (1 to 512)' }),
  QUARTERDECK_FETCH_HOSTS: list.optional().meta({
    description:
      'hosts from which the apply panel may fetch manifests, separated by commas: a name, `*.example.com`, `*` for every public one, `off` for none. Never a private address ([ADR 6](docs/adr/0006-fetch-by-url.md))',
    shown: '`*` on loopback, else `off`',
  }),
  QUARTERDECK_TERMINALS: count(1, 60)
    .default(20)
    .meta({ description: 'terminals of one login at a time, all browser tabs together (at most 60)' }),
  QUARTERDECK_TERMINAL_IDLE_MINUTES: count(0, 24 * 60)
    .default(240)
    .meta({ description: 'a terminal without a byte in either direction ends after this; `0`: never' }),
  QUARTERDECK_TERMINAL_LINGER_SECONDS: count(5, 24 * 3600)
    .default(60)
    .meta({ description: 'a terminal outlives its last viewer so long: a reload, a change of network' }),
  QUARTERDECK_NODE_SHELL: flag.optional().meta({
    description:
      'offers a shell on a node (a privileged pod on it, after typed consent) to those who may make such a pod',
    shown: '`1` on loopback, else `0`',
  }),
  QUARTERDECK_DEBUG_IMAGE: z
    .string()
    .regex(/^[\w][\w.\-/:@]{0,500}$/, 'must be an image such as busybox:1.36')
    .default('busybox:1.36')
    .meta({ description: 'the image that debug containers, throw-away pods and node shells begin with' }),
  QUARTERDECK_THROW_AWAY_HOURS: count(1, 24).default(4).meta({
    description:
      'throw-away pods are deleted when their terminals end; after this many hours (at most 24) they end by their own deadline, whatever becomes of Quarterdeck',
  }),
  QUARTERDECK_FILES_VIEW_KB: count(0, 10_240)
    .default(1024)
    .meta({ description: "how much of a container's file may be shown; `0` turns it off" }),
  QUARTERDECK_FILES_DOWNLOAD_MB: count(0, 999_999)
    .default(1024)
    .meta({ description: 'how much may be downloaded at once; `0` turns it off' }),
  QUARTERDECK_FILES_UPLOAD_MB: count(0, 999_999)
    .default(1024)
    .meta({ description: 'how much may be uploaded at once; `0` turns it off' }),
  QUARTERDECK_PORTS_PORT: count(0, 65_535).optional().meta({
    description: 'listens there for opened ports of Pods and Services ([ADR 8](docs/adr/0008-opened-ports.md))',
    shown: 'off',
  }),
  QUARTERDECK_PORTS_URL: z.string().optional().meta({
    description:
      "under which opened ports are reached, such as `https://*.ports.example.com`: a wildcard, neither below nor above the dashboard's host",
    shown: '`http://*.localhost` on loopback',
  }),
  QUARTERDECK_METRICS_PORT: count(0, 65_535)
    .optional()
    .meta({ description: 'serves Prometheus metrics there, at `/metrics`, without a sign-in', shown: 'off' }),
  QUARTERDECK_DRAIN_SECONDS: count(0, 300).optional().meta({
    description:
      'after SIGTERM it says "not ready" and goes on for so long, that no new connection comes; then it tells its clients to move. A pod’s `terminationGracePeriodSeconds` is at least 15 more',
    shown: '`0` on loopback, else `5`',
  }),
  QUARTERDECK_ALLOW_SERVICE_ACCOUNT: flag
    .default(false)
    .meta({ description: "start in a pod although a service account's token is mounted; it is never used" }),
  QUARTERDECK_WEB_ROOT: z
    .string()
    .default(fileURLToPath(new URL('../../web/dist', import.meta.url)))
    .meta({ description: 'folder of the built web app', shown: '`apps/web/dist`' }),
  QUARTERDECK_LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error or silent',
    )
    .default('info')
    .meta({ description: 'trace, debug, info, warn, error or silent; logs are JSON on standard error' }),
  KUBERNETES_SERVICE_HOST: z.string().optional(),
  KUBERNETES_SERVICE_PORT: z.string().default('443'),
  QUARTERDECK_PUBLIC_URLS: list.default([]),
  NODE_TLS_REJECT_UNAUTHORIZED: z
    .string()
    .refine((value) => value !== '0', 'is 0, which turns off certificate checks everywhere; unset it')
    .optional(),
});
