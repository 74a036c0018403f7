/** What authenticates a person to an API server. Lives in the sealed cookie only; never logged, never sent to the browser. */
export type Credential =
  | { readonly kind: 'bearer'; readonly token: string }
  /** the kubeconfig's own user, offered on loopback to whoever holds the printed key */
  | { readonly kind: 'local-user' };
