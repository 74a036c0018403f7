const listeners = new Set<(cluster: string) => void>();

/** Asks for the dialog that renews the sign-in to a cluster in place. */
export function askRenewal(cluster: string): void {
  for (const listener of listeners) listener(cluster);
}

/** Is told of each request for the dialog; returns a function that stops listening. */
export function onRenewalAsked(listener: (cluster: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
