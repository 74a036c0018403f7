/** Request and answer bodies of the BFF's own endpoints. */
import * as z from 'zod/mini';
import type { FileLimits } from './files-protocol.ts';

/** Every unsafe request carries this header, so that no plain form can make one. */
export const REQUESTED_BY_HEADER = 'x-quarterdeck';
/** "1": the page asked by itself, nobody was at it. Such a request does not renew the session's idle time. */
export const BACKGROUND_HEADER = 'x-quarterdeck-background';
/** The account that the page believes to be; another tab may have changed it since. */
export const ACCOUNT_HEADER = 'x-quarterdeck-account';

/** GET /api/config: what the sign-in page needs. Readable without a session, holds no secret. */
export interface AppConfig {
  readonly version: string;
  /** where browsers reach this server: requests of a page at any other address are refused */
  readonly addresses?: readonly string[];
  /** whether manifests may be fetched by address */
  readonly fetchUrl?: boolean;
  /** whether a shell on a node may be had (a privileged pod, by whoever may make one) */
  readonly nodeShell?: boolean;
  /** the image of debug containers and throw-away pods, unless the person gives another */
  readonly debugImage?: string;
  /** seconds after which a throw-away pod ends at the latest, whatever becomes of us */
  readonly throwAwaySeconds?: number;
  /** a trusted reverse proxy vouches for whoever asks: one may sign in with its token */
  readonly proxyLogin?: boolean;
  /** how much of a container's files may be shown, downloaded and uploaded */
  readonly files?: FileLimits;
  /** whether ports of Pods and Services may be opened in the browser */
  readonly ports?: boolean;
  /** what a log view keeps in the browser's memory; older lines are dropped */
  readonly logs?: { readonly lines: number; readonly bytes: number };
  /** epoch seconds: when our own certificate ends, if that is soon */
  readonly certificateEndsAt?: number;
  readonly clusters: readonly ClusterInfo[];
}

export interface ClusterInfo {
  readonly name: string;
  /** the embedded demo cluster */
  readonly demo: boolean;
  /** logins that are ready for use by one click (the demo's); labels are translated by id where known */
  readonly readyLogins: readonly { readonly id: string; readonly label: string; readonly description: string }[];
  /** the kubeconfig's user who may continue on this machine with the printed key; null when not offered */
  readonly localUser: string | null;
  /** OpenID providers that this cluster trusts */
  readonly oidc?: readonly { readonly id: string; readonly title: string }[];
}

/**
 * What a new sign-in does to the account that is signed in: it takes its place, is put beside it (and becomes the present one), or,
 * where it is the same person, renews it: page, sockets and terminals go on.
 */
const signInMode = z.optional(z.enum(['replace', 'add', 'renew']));
export type SignInMode = 'replace' | 'add' | 'renew';

const secretText = z.string().check(z.minLength(1), z.maxLength(64 * 1024));

/** What a kubeconfig's context says, as far as it is needed: the file itself stays in the browser. */
const kubeconfigLogin = z.object({
  server: z.string().check(z.minLength(1), z.maxLength(2048)),
  /** certificate-authority-data */
  authority: z.optional(z.string().check(z.maxLength(64 * 1024))),
  namespace: z.optional(z.string().check(z.maxLength(63))),
  user: z.object({
    token: z.optional(secretText),
    /** client-certificate-data and client-key-data, in base64 as they stand */
    certificate: z.optional(secretText),
    key: z.optional(secretText),
    username: z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
    password: z.optional(z.string().check(z.maxLength(4096))),
  }),
});
export type KubeconfigLogin = z.infer<typeof kubeconfigLogin>;

/** POST /api/clusters/{cluster}/session */
export const signInBody = z.union([
  z.object({ token: secretText, mode: signInMode }),
  z.object({ readyLogin: z.string().check(z.minLength(1), z.maxLength(64)), mode: signInMode }),
  z.object({ localKey: z.string().check(z.minLength(1), z.maxLength(256)), mode: signInMode }),
  z.object({ kubeconfig: kubeconfigLogin, mode: signInMode }),
  /** with the token that the trusted reverse proxy put into its header */
  z.object({ proxy: z.literal(true), mode: signInMode }),
]);
export type SignInBody = z.infer<typeof signInBody>;

/** POST /api/clusters/{cluster}/oidc/{provider}: begins a sign-in at an OpenID provider; the answer is {@link OidcStart} */
export const oidcStartBody = z.object({
  /** address within the app to come back to */
  next: z.optional(z.string().check(z.maxLength(4096))),
  mode: signInMode,
});

export interface OidcStart {
  /** where the browser is to go */
  readonly url: string;
}

/** PUT /api/clusters/{cluster}/account: makes another account that is kept in this browser the present one. */
export const switchAccountBody = z.object({ account: z.string().check(z.minLength(1), z.maxLength(64)) });

/** An account that is signed in and kept in this browser. */
export interface AccountInfo {
  readonly cluster: string;
  /** stands for the session without being its id */
  readonly account: string;
  readonly user: string;
  readonly kind: SessionKind;
  readonly tokenExpiresAt: number | null;
  readonly sessionExpiresAt: number;
  /** whether it is the present one of its cluster */
  readonly present: boolean;
}

/** GET /api/accounts: every account of this browser; without any, an empty list. */
export interface Accounts {
  readonly accounts: readonly AccountInfo[];
}

/** DELETE …/session and /api/accounts: signed out. */
export interface SignedOut {
  /** where the OpenID provider ends its own session, when there is one to end */
  readonly logoutUrl: string | null;
}

export type SessionKind = 'token' | 'ready-login' | 'local-user' | 'kubeconfig' | 'oidc' | 'proxy';

/** GET and POST /api/clusters/{cluster}/session */
export interface SessionInfo {
  readonly cluster: string;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly kind: SessionKind;
  /** {@link AccountInfo.account} */
  readonly account: string;
  /** the credential is renewed without the person (OpenID refresh, the proxy's header, a credential plug-in) */
  readonly renewsItself: boolean;
  /** epoch seconds of the token's `exp`; null when it has none or is no JWT */
  readonly tokenExpiresAt: number | null;
  /** epoch seconds at which this session ends at the latest */
  readonly sessionExpiresAt: number;
  readonly idleTimeoutSeconds: number;
  /** first frame of every WebSocket carries this value */
  readonly csrf: string;
  /** the namespace to land in when neither the address nor the last visit names one; null: unknown */
  readonly homeNamespace: string | null;
  /** namespaces that are offered to people who may not list them, as configured */
  readonly namespaces?: readonly string[];
  /** who sees the cluster as `user`; undefined: `user` is the person who signed in */
  readonly viewAs?: { readonly by: { readonly name: string; readonly groups: readonly string[] } };
  /** gitVersion of the API server, e.g. "v1.20.2"; null when it would not say */
  readonly serverVersion: string | null;
}

// a header's value: nothing that ends it or is trimmed from it (RFC 9110 §5.5)
const identityName = z.string().check(z.regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,251}[\x21-\x7e])?$/));

/** PUT /api/clusters/{cluster}/session/view-as; the answer is a {@link SessionInfo} */
export const viewAsBody = z.object({
  user: identityName,
  groups: z.array(identityName).check(z.maxLength(20)),
});
export type ViewAsBody = z.infer<typeof viewAsBody>;

/** GET /api/clusters/{cluster}/connection: what a kubeconfig says about the cluster. */
export interface ClusterConnection {
  readonly server: string;
  /** PEM in base64; null: every machine trusts its certificate, or nobody knows whom to trust */
  readonly certificateAuthority: string | null;
}

/** POST /api/clusters/{cluster}/fetch-url; the answer is {@link FetchedUrl} */
export const fetchUrlBody = z.object({ url: z.string().check(z.minLength(1), z.maxLength(2048)) });

/** A manifest that was fetched. */
export interface FetchedUrl {
  /** where it came from in the end, after redirects */
  readonly url: string;
  readonly text: string;
}

/** The label of pods that we delete when their terminals have ended: what is left of them is found by it. */
export const THROW_AWAY_LABEL = 'quarterdeck.dev/throw-away';

/** POST /api/clusters/{cluster}/throw-away; the answer is {@link ThrownAwayPod} */
export const throwAwayBody = z.object({
  namespace: z.string().check(z.minLength(1), z.maxLength(63)),
  /** a v1 Pod with restartPolicy Never; a deadline and a label are added */
  pod: z.record(z.string(), z.unknown()),
});

/** A pod that is deleted when the terminals in it have ended. */
export interface ThrownAwayPod {
  /** a terminal that is opened with it holds the pod */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}
