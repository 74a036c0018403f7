export interface PullSecretsInput {
  /** undefined: those that the account has are still being read */
  readonly names: readonly string[] | undefined;
}

/** The merge patch that makes these the account's pull secrets; a list is replaced as a whole. */
export function pullSecretsPatch(names: readonly string[]): string {
  return JSON.stringify({ imagePullSecrets: names.map((name) => ({ name })) });
}
