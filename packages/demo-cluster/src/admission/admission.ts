import { guardCertificates, signCertificateRequest } from '../auth/certificate-admission.ts';
import { keepPrivileges } from '../auth/privilege-admission.ts';
import type { AdmissionPlugin, AdmissionRequest, AdmissionStore } from './admission-plugin.ts';
import { fillLimits, keepLimits } from './limit-ranger.ts';
import { checkNamespace } from './namespace-lifecycle.ts';
import { podSecurity } from './pod-security.ts';
import { podDefaults } from './pod-spec-defaults.ts';
import { priority } from './priority.ts';
import { quota } from './quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account.ts';
import { defaultIngressClass, defaultStorageClass, growsClaim, protectInUse } from './storage-admission.ts';
import { defaultTolerations } from './tolerations.ts';
import { webhooks } from './webhooks.ts';

/** In the API server's order (kubeapiserver/options/plugins.go). */
const MUTATING: readonly AdmissionPlugin[] = [
  checkNamespace,
  podDefaults,
  fillLimits,
  serviceAccount,
  priority,
  defaultTolerations,
  defaultStorageClass,
  protectInUse,
  runtimeClass,
  defaultIngressClass,
  signCertificateRequest,
];

const VALIDATING: readonly AdmissionPlugin[] = [
  keepPrivileges,
  guardCertificates,
  keepLimits,
  podSecurity,
  growsClaim,
  webhooks,
  quota,
];

/**
 * Admits a write: completes `request.object`, returns the warnings for the client, throws a StatusError to refuse. The API server
 * validates an object between its mutating and its validating plug-ins; who does so too asks for the phases one by one.
 */
export function admit(
  request: AdmissionRequest,
  store: AdmissionStore,
  phase: 'mutating' | 'validating' | 'both' = 'both',
): string[] {
  const plugins = [...(phase === 'validating' ? [] : MUTATING), ...(phase === 'mutating' ? [] : VALIDATING)];
  return plugins.flatMap((plugin) => plugin(request, store) ?? []);
}
