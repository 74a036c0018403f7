import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/**
 * Names the machine (in a cluster: the pod), address and port where a process serves. Only one can at a time, so that whoever finds the
 * name on something of another process knows that this one has ended. A port that the system chooses (0) tells nothing.
 */
export function servingPlace(host: string, port: number): string {
  const name = port === 0 ? randomBytes(32) : `${hostname()}\n${host}\n${port}`;
  return createHash('sha256').update(name).digest().subarray(0, 6).toString('base64url');
}
