import 'reflect-metadata';
import { ExtendedKeyUsage, KeyUsageFlags } from '@peculiar/x509';
import type { Certificates } from '../certificates.ts';
import { type JsonObject, objectIn, objectsIn, textAt, valueAt } from '../json-value.ts';
import { timestamp } from '../memory-store.ts';
import type { ClusterStore, DemoObject, ResourceKey } from '../store.ts';

const REQUESTS: ResourceKey = { group: 'certificates.k8s.io', resource: 'certificatesigningrequests' };
const YEAR_SECONDS = 365 * 24 * 3600;
/** clocks differ, and a certificate must be good at once */
const BACKDATE_MS = 5 * 60_000;

const KEY_USAGES: Readonly<Record<string, number>> = {
  'digital signature': KeyUsageFlags.digitalSignature,
  'key encipherment': KeyUsageFlags.keyEncipherment,
  'key agreement': KeyUsageFlags.keyAgreement,
};
const EXTENDED_USAGES: Readonly<Record<string, string>> = {
  'client auth': ExtendedKeyUsage.clientAuth,
  'server auth': ExtendedKeyUsage.serverAuth,
};

/** The one usage that a signer is there for, and is wanted in every request to it. */
const SIGNERS: Readonly<Record<string, string>> = {
  'kubernetes.io/kube-apiserver-client': 'client auth',
  'kubernetes.io/kube-apiserver-client-kubelet': 'client auth',
  'kubernetes.io/kubelet-serving': 'server auth',
};

/** The cluster's signers: an approved request gets a certificate of its authority. Returns the function that ends it. */
export function startSigners(store: ClusterStore, certificates: Certificates): () => void {
  const underWay = new Set<string>();
  return store.onEvent(({ type, key, object }) => {
    if (key.group !== REQUESTS.group || key.resource !== REQUESTS.resource || type === 'DELETED') return;
    const usage = SIGNERS[textAt(object, 'spec', 'signerName')];
    const { uid } = object.metadata;
    if (usage === undefined || !isWaiting(object) || underWay.has(uid)) return;
    underWay.add(uid);
    void answer(store, certificates, object, usage).finally(() => underWay.delete(uid));
  });
}

function isWaiting(request: DemoObject): boolean {
  const types = objectsIn(request, 'status', 'conditions').map((condition) => textAt(condition, 'type'));
  const done = types.includes('Denied') || types.includes('Failed') || textAt(request, 'status', 'certificate') !== '';
  return types.includes('Approved') && !done;
}

async function answer(
  store: ClusterStore,
  certificates: Certificates,
  request: DemoObject,
  usage: string,
): Promise<void> {
  const set = (change: (status: JsonObject) => void) =>
    store.update(REQUESTS, undefined, request.metadata.name, (draft) => change(objectIn(draft, 'status')));
  try {
    const pem = await certificates.sign(orderOf(request, usage));
    set((status) => {
      status['certificate'] = Buffer.from(pem).toString('base64');
    });
  } catch (error) {
    const now = timestamp(store.now());
    set((status) => {
      status['conditions'] = [
        ...objectsIn(status, 'conditions'),
        {
          type: 'Failed',
          status: 'True',
          reason: 'SignerValidationFailure',
          message: (error as Error).message,
          lastUpdateTime: now,
          lastTransitionTime: now,
        },
      ];
    });
  }
}

function orderOf(request: DemoObject, usage: string) {
  const listed = valueAt(request, 'spec', 'usages');
  const usages = Array.isArray(listed) ? listed.map(String) : [];
  const allowed = [usage, ...Object.keys(KEY_USAGES)];
  if (!usages.includes(usage) || usages.some((each) => !allowed.includes(each)))
    throw new Error(
      `invalid usage for ${usage === 'client auth' ? 'client' : 'server'} certificate: ${usages.join(', ')}`,
    );
  const seconds = valueAt(request, 'spec', 'expirationSeconds');
  const now = Date.now();
  return {
    requestPem: Buffer.from(textAt(request, 'spec', 'request'), 'base64').toString(),
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + (typeof seconds === 'number' ? seconds : YEAR_SECONDS) * 1000),
    keyUsages: usages.reduce((flags, each) => flags | (KEY_USAGES[each] ?? 0), 0),
    extendedUsages: usages.flatMap((each) => EXTENDED_USAGES[each] ?? []),
  };
}
