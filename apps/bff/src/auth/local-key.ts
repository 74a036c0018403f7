import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The key that lends out the kubeconfig's user: made at start, printed in the address on the terminal, so that no other
 * local user and no web page can continue as them.
 */
export class LocalKey {
  readonly text = randomBytes(32).toString('base64url');

  matches(given: string): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(given), digest(this.text));
  }
}
