/** What authenticates a person to an API server. Lives in the sealed cookie only; never logged, never sent to the browser. */
export type Credential = Speaker &
  (
    | { readonly kind: 'bearer'; readonly token: string }
    /** a kubeconfig's client certificate (PEM), and its token where it has both */
    | ClientCertificate
    | { readonly kind: 'basic'; readonly username: string; readonly password: string }
    /** the kubeconfig's own user, offered on loopback to whoever holds the printed key */
    | { readonly kind: 'local-user' }
  );

interface ClientCertificate {
  readonly kind: 'certificate';
  readonly cert: string;
  readonly key: string;
  readonly token?: string | undefined;
}

/** For whom every request with a credential is made. */
interface Speaker {
  /** undefined: for its owner. The API server itself asks on every request whether the owner may. */
  readonly as?: Impersonation | undefined;
}

/** Another identity, as it was typed into a field of ours; never read from a header of the browser. */
export interface Impersonation {
  readonly user: string;
  readonly groups: readonly string[];
}
