import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { KubeObject, ObjectRef } from '../api/kube-object.ts';
import { MIRROR } from '../api/mirror-pod.ts';
import { EVENT_FIELDS } from './read-event.ts';

/** The events of one object, selected as kubectl describe does. */
export function eventQuery({ cluster, resource, namespace, name }: ObjectRef, object: KubeObject): LiveQuery {
  // The node's own kubelet writes the node's name as its uid, so cluster-wide objects are selected by kind and name; their
  // events live in the namespace "default".
  // A static pod's kubelet reports under the hash of its manifest.
  const uid = object.metadata.annotations?.[MIRROR] ?? object.metadata.uid;
  const selector: Record<string, string> =
    namespace === undefined
      ? { 'involvedObject.kind': resource.kind, 'involvedObject.name': name }
      : { 'involvedObject.name': name, 'involvedObject.namespace': namespace, 'involvedObject.uid': uid };
  return {
    cluster,
    resource: 'v1/events',
    namespaces: [namespace ?? 'default'],
    fieldSelector: Object.entries(selector)
      .map(([field, value]) => `${field}=${escapeValue(value)}`)
      .join(','),
    fields: [...EVENT_FIELDS],
    mode: 'rows',
  };
}

/** Field selectors escape "\", "," and "=" (apimachinery fields.EscapeValue). */
function escapeValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}
