import 'reflect-metadata';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import type { AdmissionPlugin, AdmissionRequest, AdmissionStore } from '../admission/admission-plugin.ts';
import { equalJson, objectIn, objectsIn, textAt, valueAt } from '../json-value.ts';
import { forbidden } from '../status-error.ts';
import { allowsIn } from './rbac.ts';

const GROUP = 'certificates.k8s.io';
const KEY = { group: GROUP, resource: 'certificatesigningrequests' };
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

const isRequest = ({ key }: AdmissionRequest) => key.group === KEY.group && key.resource === KEY.resource;

/** Who asks for a certificate is written into the request, whatever it says; the rest of its spec never changes. */
export const signCertificateRequest: AdmissionPlugin = (request) => {
  const { operation, object, user, subresource } = request;
  if (!isRequest(request) || operation !== 'CREATE' || subresource !== '') return undefined;
  Object.assign(objectIn(object, 'spec'), { username: user.name, groups: [...user.groups] });
  return undefined;
};

function mayHandle(verb: 'approve' | 'sign', request: AdmissionRequest, store: AdmissionStore): void {
  const { object, user } = request;
  const signer = textAt(object, 'spec', 'signerName');
  const domain = `${signer.split('/')[0]}/*`;
  const signers = { verb, group: GROUP, resource: 'signers', subresource: '', namespace: undefined };
  if ([signer, domain].some((name) => allowsIn(store, user, { ...signers, name }))) return;
  throw forbidden(
    KEY,
    object.metadata.name,
    `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`,
  );
}

/** Approving and signing need a right on the signer; nobody gets the group of those who may do everything. */
export const guardCertificates: AdmissionPlugin = (request, store) => {
  const { operation, object, old, subresource } = request;
  if (!isRequest(request) || operation === 'DELETE') return undefined;
  if (operation === 'UPDATE' && subresource === 'approval') mayHandle('approve', request, store);
  if (operation === 'UPDATE' && subresource === 'status') {
    const isSame =
      textAt(object, 'status', 'certificate') === textAt(old, 'status', 'certificate') &&
      equalJson(objectsIn(object, 'status', 'conditions'), objectsIn(old, 'status', 'conditions'));
    if (!isSame) mayHandle('sign', request, store);
  }
  if (operation === 'CREATE' && textAt(object, 'spec', 'signerName') === CLIENT_SIGNER && asksForMasters(object))
    throw forbidden(
      KEY,
      object.metadata.name,
      `use of ${CLIENT_SIGNER} signer with system:masters group is not allowed`,
    );
  return undefined;
};

function asksForMasters(object: unknown): boolean {
  try {
    const pem = Buffer.from(String(valueAt(object, 'spec', 'request')), 'base64').toString();
    return new Pkcs10CertificateRequest(pem).subjectName.getField('O').includes('system:masters');
  } catch {
    // what is no request is refused elsewhere
    return false;
  }
}
