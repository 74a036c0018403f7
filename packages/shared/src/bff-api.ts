/** Request and answer bodies of the BFF's own endpoints. */
import * as z from 'zod/mini';

/** Every unsafe request carries this header, so that no plain form can make one. */
export const REQUESTED_BY_HEADER = 'x-quarterdeck';

/** GET /api/config: what the sign-in page needs. Readable without a session, holds no secret. */
export interface AppConfig {
  readonly version: string;
  /** whether manifests may be fetched by address */
  readonly fetchUrl?: boolean;
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
}

/** POST /api/clusters/{cluster}/session */
export const signInBody = z.union([
  z.object({ token: z.string().check(z.minLength(1), z.maxLength(64 * 1024)) }),
  z.object({ readyLogin: z.string().check(z.minLength(1), z.maxLength(64)) }),
  z.object({ localKey: z.string().check(z.minLength(1), z.maxLength(256)) }),
]);
export type SignInBody = z.infer<typeof signInBody>;

/** GET and POST /api/clusters/{cluster}/session */
export interface SessionInfo {
  readonly cluster: string;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly kind: 'token' | 'ready-login' | 'local-user';
  /** epoch seconds of the token's `exp`; null when it has none or is no JWT */
  readonly tokenExpiresAt: number | null;
  /** epoch seconds at which this session ends at the latest */
  readonly sessionExpiresAt: number;
  readonly idleTimeoutSeconds: number;
  /** first frame of every WebSocket carries this value */
  readonly csrf: string;
  /** the namespace to land in when neither the address nor the last visit names one; null: unknown */
  readonly homeNamespace: string | null;
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

/** POST /api/clusters/{cluster}/fetch-url; the answer is {@link FetchedUrl} */
export const fetchUrlBody = z.object({ url: z.string().check(z.minLength(1), z.maxLength(2048)) });

/** A manifest that was fetched. */
export interface FetchedUrl {
  /** where it came from in the end, after redirects */
  readonly url: string;
  readonly text: string;
}
