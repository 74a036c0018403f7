import { StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';

/** etcd's --max-request-bytes */
const MAX_OBJECT = 1.5 * 1024 * 1024;
/** what the API server's client of etcd sends at most */
const MAX_MESSAGE = 2 * 1024 * 1024;
/** nothing that a body of this size leads to is too large */
const HARMLESS_BODY = 256 * 1024;

/** Throws the errors of etcd for an object that is too large to be stored. */
export function checkSize(object: DemoObject, body: string): void {
  if (body.length < HARMLESS_BODY) return;
  const size = Buffer.byteLength(JSON.stringify(object));
  if (size > MAX_MESSAGE)
    throw new StatusError(
      500,
      '',
      `rpc error: code = ResourceExhausted desc = trying to send message larger than max (${size} vs. ${MAX_MESSAGE})`,
    );
  if (size > MAX_OBJECT) throw new StatusError(500, '', 'etcdserver: request is too large');
}
