import type { LabelSelector } from '../controllers/kinds.ts';
import { matches } from '../controllers/selector.ts';
import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../json-value.ts';
import { StatusError } from '../status-error.ts';
import type { AdmissionPlugin, AdmissionRequest, AdmissionStore } from './admission-plugin.ts';

const GROUP = 'admissionregistration.k8s.io';
const CONFIGURATIONS = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];
const NAMESPACES = { group: '', resource: 'namespaces' };
const SERVICES = { group: '', resource: 'services' };
const ENDPOINTS = { group: '', resource: 'endpoints' };

/**
 * Webhooks: nothing in this cluster can answer one, so every call fails, and the webhook's failurePolicy decides. The words say what the
 * API server would have met on its way: no such service, nobody behind it, or nobody listening.
 */
export const webhooks: AdmissionPlugin = (request, store) => {
  if (request.key.group === GROUP) return undefined;
  for (const resource of CONFIGURATIONS)
    for (const configuration of store.list({ group: GROUP, resource }))
      for (const hook of objectsIn(configuration, 'webhooks')) {
        if (textAt(hook, 'failurePolicy') === 'Ignore' || !concerns(hook, request, store)) continue;
        const why = `failed calling webhook "${textAt(hook, 'name')}": failed to call webhook: Post "${urlOf(hook)}": ${obstacle(hook, store)}`;
        throw new StatusError(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
      }
  return undefined;
};

const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

function concerns(hook: JsonObject, request: AdmissionRequest, store: AdmissionStore): boolean {
  const { key, subresource, operation, object } = request;
  const resource = subresource === '' ? key.resource : `${key.resource}/${subresource}`;
  const isNamed = objectsIn(hook, 'rules').some((rule) => {
    const has = (field: string, value: string) => texts(rule[field]).some((one) => one === '*' || one === value);
    const wanted = texts(rule['resources']);
    const isResource =
      wanted.includes(resource) ||
      wanted.includes('*/*') ||
      (subresource === '' && wanted.includes('*')) ||
      wanted.includes(`${key.resource}/*`);
    return has('operations', operation) && has('apiGroups', key.group) && isResource;
  });
  if (!isNamed) return false;
  const { namespace, labels } = object.metadata;
  const home =
    key.resource === 'namespaces' && key.group === ''
      ? object
      : namespace
        ? store.get(NAMESPACES, undefined, namespace)
        : undefined;
  const selects = (field: string, on: Readonly<Record<string, string>> | undefined) => {
    const selector = hook[field];
    if (!isJsonObject(selector) || Object.keys(selector).length === 0) return true;
    return matches(selector as LabelSelector, on);
  };
  return (
    (home === undefined || selects('namespaceSelector', home.metadata.labels)) && selects('objectSelector', labels)
  );
}

function urlOf(hook: JsonObject): string {
  const timeout = `timeout=${Number(hook['timeoutSeconds'] ?? 10)}s`;
  const own = textAt(hook, 'clientConfig', 'url');
  if (own !== '') return `${own}${own.includes('?') ? '&' : '?'}${timeout}`;
  const service = valueAt(hook, 'clientConfig', 'service');
  const path = textAt(service, 'path');
  return `https://${textAt(service, 'name')}.${textAt(service, 'namespace')}.svc:${Number(valueAt(service, 'port') ?? 443)}${path.startsWith('/') || path === '' ? path : `/${path}`}?${timeout}`;
}

function obstacle(hook: JsonObject, store: AdmissionStore): string {
  const service = valueAt(hook, 'clientConfig', 'service');
  if (!isJsonObject(service)) {
    const host = /^https:\/\/([^/:]+)/.exec(textAt(hook, 'clientConfig', 'url'))?.[1] ?? '';
    return `dial tcp: lookup ${host}: no such host`;
  }
  const [namespace, name] = [textAt(service, 'namespace'), textAt(service, 'name')];
  const found = store.get(SERVICES, namespace, name);
  if (!found) return `service "${name}" not found`;
  const addresses = objectsIn(store.get(ENDPOINTS, namespace, name), 'subsets').flatMap((one) =>
    objectsIn(one, 'addresses'),
  );
  if (addresses.length === 0) return `no endpoints available for service "${name}"`;
  return `dial tcp ${textAt(found, 'spec', 'clusterIP')}:${Number(service['port'] ?? 443)}: connect: connection refused`;
}
