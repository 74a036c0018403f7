/**
 * The key in the address that `npm start` prints lets whoever has it continue as the kubeconfig's user. It is taken out of
 * the address bar (and so out of the history) at once, and lives in this tab's memory only.
 */
let key: string | undefined;

/** Takes `?key=` out of the address. Called once, before the router reads the address. */
export function takeLocalKey(): void {
  const url = new URL(location.href);
  const found = url.searchParams.get('key');
  if (found === null) return;
  key = found === '' ? undefined : found;
  url.searchParams.delete('key');
  history.replaceState(history.state, '', url);
}

export function localKey(): string | undefined {
  return key;
}
