import { type Document, isMap, isScalar, parseDocument, visit } from 'yaml';
import { convertAutoscaler } from './convert-autoscaler.ts';
import { convertCrd } from './convert-crd.ts';
import { convertIngress } from './convert-ingress.ts';
import { convertWebhooks } from './convert-webhooks.ts';
import { convertWorkload } from './convert-workload.ts';
import type { RemovedVersion } from './removed-versions.ts';

/** Changes of structure between two versions; a version without one keeps its fields. */
const CONVERSIONS: Readonly<Record<string, (document: Document, from: string) => void>> = {
  Ingress: convertIngress,
  Deployment: convertWorkload,
  DaemonSet: convertWorkload,
  ReplicaSet: convertWorkload,
  StatefulSet: convertWorkload,
  HorizontalPodAutoscaler: convertAutoscaler,
  CustomResourceDefinition: convertCrd,
  ValidatingWebhookConfiguration: convertWebhooks,
  MutatingWebhookConfiguration: convertWebhooks,
};
/** What the successor needs and no text of the old version can tell. */
const NO_DRAFT: ReadonlySet<string> = new Set(['EndpointSlice', 'Event', 'CertificateSigningRequest']);

/**
 * The text of one document as a draft of the version that is served, comments kept and scalars spelled as they were; undefined where
 * the successor asks for what nobody but the author knows.
 */
export function convertedDraft(text: string, removed: RemovedVersion): string | undefined {
  if (removed.to === undefined || NO_DRAFT.has(removed.kind)) return undefined;
  const document = spelledDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const before = document.toString({ lineWidth: 0 });
  CONVERSIONS[removed.kind]?.(document, removed.from);
  const isOnlyVersion = document.toString({ lineWidth: 0 }) === before;
  const version = document.contents.get('apiVersion', true);
  if (!isScalar(version) || !version.range) return undefined;
  // where nothing but the version differs, nothing but the version is touched
  if (isOnlyVersion) return text.slice(0, version.range[0]) + removed.to + text.slice(version.range[1]);
  document.set('apiVersion', removed.to);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** A document in which every plain scalar is the text that stands there: 012 and "no" are written again as they were. */
function spelledDocument(text: string): Document {
  const document = parseDocument(text, { schema: 'failsafe', customTags: ['null'], logLevel: 'silent' });
  visit(document, {
    Scalar(_, node) {
      if (node.source === '' && node.type === 'PLAIN') node.value = null;
    },
  });
  return document;
}
