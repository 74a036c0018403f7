import { isJsonObject, type JsonObject, textAt, valueAt } from '../../json-value.ts';
import { type MemoryStore, timestamp } from '../../memory-store.ts';
import { badRequest, conflict, invalid, notFound } from '../../status-error.ts';
import type { DemoObject, ResourceKey } from '../../store.ts';
import { mediaTypeOf, parseObject } from '../body.ts';
import type { Subresource, SubresourceAnswer } from './subresource.ts';

const BOUND_TO: Readonly<Record<string, ResourceKey>> = {
  Pod: { group: '', resource: 'pods' },
  Secret: { group: '', resource: 'secrets' },
  Node: { group: '', resource: 'nodes' },
};
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

/** A token for an account: for an audience, for a while, for as long as what it is bound to is there. */
export function requestToken({ write, current: account, context: { store, tokens } }: Subresource): SubresourceAnswer {
  const posted: JsonObject = write.body.trim() === '' ? {} : parseObject(write.body, mediaTypeOf(write.req));
  const seconds = valueAt(posted, 'spec', 'expirationSeconds') ?? 3600;
  const invalidSeconds = (detail: string) =>
    invalid('authentication.k8s.io', 'TokenRequest', '', [
      { field: 'spec.expirationSeconds', type: 'Invalid value', value: seconds, detail },
    ]);
  if (typeof seconds !== 'number' || seconds < MIN_TOKEN_SECONDS)
    throw invalidSeconds('may not specify a duration less than 10 minutes');
  if (seconds > MAX_TOKEN_SECONDS) throw invalidSeconds('may not specify a duration larger than 2^32 seconds');
  const asked = valueAt(posted, 'spec', 'audiences');
  const audiences = Array.isArray(asked) ? asked.map(String) : undefined;
  const bound = valueAt(posted, 'spec', 'boundObjectRef');
  const boundTo = isJsonObject(bound) ? boundObject(bound, account, store) : undefined;
  const { token, expires } = tokens.issue(account, { expirationSeconds: seconds, audiences, boundTo });
  const { name, namespace } = account.metadata;
  return {
    code: 201,
    isObject: false,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: timestamp(store.now()) },
      spec: {
        audiences: audiences?.length ? audiences : tokens.audiences,
        expirationSeconds: seconds,
        boundObjectRef: isJsonObject(bound) ? bound : null,
      },
      status: { token, expirationTimestamp: timestamp(expires) },
    },
  };
}

/** A token dies with what it is bound to, so that must be there, and be the one that is meant. */
function boundObject(reference: JsonObject, account: DemoObject, store: MemoryStore) {
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((field) => textAt(reference, field)) as [
    string,
    string,
    string,
  ];
  const key = Object.hasOwn(BOUND_TO, kind) ? BOUND_TO[kind] : undefined;
  if (!key) throw badRequest(`cannot bind token to object of type ${textAt(reference, 'apiVersion')}, Kind=${kind}`);
  const object = store.get(key, kind === 'Node' ? undefined : account.metadata.namespace, name);
  if (!object) throw notFound(key, name);
  if (uid !== '' && uid !== object.metadata.uid)
    throw conflict(
      key,
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  if (kind === 'Pod' && textAt(object, 'spec', 'serviceAccountName') !== account.metadata.name)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account.metadata.name)} to pod running with different serviceaccount name.`,
    );
  return { kind, name, uid: object.metadata.uid };
}
