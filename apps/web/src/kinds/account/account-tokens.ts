import type { KubeObject } from '../../api/kube-object.ts';
import { entriesAt, textAt } from '../../api/read-field.ts';

/** The secrets that hold a token of the account: of its type, and for this very object rather than one of its name before it. */
export function tokensOf(secrets: readonly unknown[], account: KubeObject): readonly string[] {
  return secrets
    .filter((secret) => {
      const annotations = new Map(entriesAt(secret, 'metadata.annotations'));
      const uid = annotations.get('kubernetes.io/service-account.uid');
      return (
        annotations.get('kubernetes.io/service-account.name') === account.metadata.name &&
        (uid === undefined || uid === account.metadata.uid)
      );
    })
    .map((secret) => textAt(secret, 'metadata.name'));
}
