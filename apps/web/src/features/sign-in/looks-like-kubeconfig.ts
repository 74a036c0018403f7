/** Whether a text looks like a kubeconfig rather than a token. Apart from the reader, which brings a YAML parser along. */
export function looksLikeKubeconfig(text: string): boolean {
  return /^[\s{]*["']?(?:apiVersion|kind|clusters|users|contexts|current-context)["']?\s*:/m.test(text);
}
