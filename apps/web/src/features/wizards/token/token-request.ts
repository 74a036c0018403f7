import { readTokenClaims } from '@quarterdeck/shared/service-account-token';
import { shellWord } from '../../../actions/kubectl-command.ts';
import { k8sJson } from '../../../api/api-fetch.ts';
import { textAt } from '../../../api/read-field.ts';
import type { PlannedObject } from '../plan/planned-object.ts';

/** A token that was made. It is in the page's memory alone. */
export interface MadeToken {
  readonly token: string;
  /** epoch seconds, of its own claims; null: it does not end by itself */
  readonly expiresAt: number | null;
}

/** API servers take ten minutes at least (TokenRequest validation). */
export const MIN_SECONDS = 600;
export const LIFETIMES: readonly number[] = [
  3600,
  8 * 3600,
  24 * 3600,
  7 * 86_400,
  30 * 86_400,
  90 * 86_400,
  365 * 86_400,
];

const TRIES = 20;
const PAUSE_MS = 500;

/** The request of a token with an end, as it is sent. */
export function tokenRequest(seconds: number, audiences: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: seconds, ...(audiences.length === 0 ? {} : { audiences: [...audiences] }) },
  };
}

/** The same for kubectl (since 1.24). */
export function tokenCommand(
  namespace: string,
  account: string,
  seconds: number,
  audiences: readonly string[],
): string {
  const also = audiences.map((audience) => ` --audience=${shellWord(audience)}`).join('');
  return `kubectl create token ${shellWord(account)} -n ${shellWord(namespace)} --duration=${seconds}s${also}`;
}

/** Asks for a token that ends (TokenRequest). */
export async function requestToken(
  cluster: string,
  namespace: string,
  account: string,
  request: Readonly<Record<string, unknown>>,
): Promise<MadeToken> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(account)}/token`;
  const answer = await k8sJson<unknown>(cluster, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return madeOf(textAt(answer, 'status.token'));
}

const secretName = (account: string) => `${account}-token`;

/** The Secret that the cluster fills with a token which lives as long as the Secret: the only way on servers without TokenRequest. */
export function tokenSecretPlan(namespace: string, account: string): PlannedObject {
  const annotations = { 'kubernetes.io/service-account.name': account };
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secretName(account), namespace, annotations },
      type: 'kubernetes.io/service-account-token',
    },
    resource: 'secrets',
    mayExist: true,
    command: [
      `kubectl apply -n ${shellWord(namespace)} -f - <<'EOF'`,
      'apiVersion: v1',
      'kind: Secret',
      'metadata:',
      `  name: ${secretName(account)}`,
      '  annotations:',
      `    kubernetes.io/service-account.name: ${account}`,
      'type: kubernetes.io/service-account-token',
      'EOF',
    ].join('\n'),
  };
}

/** How the token of such a Secret is read by kubectl. */
export function readSecretCommand(namespace: string, account: string): string {
  return `kubectl get secret ${shellWord(secretName(account))} -n ${shellWord(namespace)} -o jsonpath='{.data.token}' | base64 -d`;
}

/** The token that the cluster puts into the Secret, which takes a moment. */
export async function readSecretToken(
  cluster: string,
  namespace: string,
  account: string,
  pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
): Promise<MadeToken | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(secretName(account))}`;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await pause();
    const encoded = textAt(await k8sJson<unknown>(cluster, path), 'data.token');
    if (encoded !== '') return madeOf(atob(encoded));
  }
  return undefined;
}

function madeOf(token: string): MadeToken {
  return { token, expiresAt: readTokenClaims(token).expiresAt };
}
