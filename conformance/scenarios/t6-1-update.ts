import type { Step } from './scenario.ts';
import { running, starting, WATCH } from './t6-1-create.ts';

const IMAGES = `for p in 0 1 2; do kubectl get pod "web-$p" --template '{{range $i, $c := .spec.containers}}{{$c.image}}{{end}}'; echo; done`;
const imageOf = (ordinal: number): string =>
  `kubectl get pod web-${ordinal} --template '{{range $i, $c := .spec.containers}}{{$c.image}}{{end}}'`;
const setImage = (image: string): string =>
  `kubectl patch statefulset web --type='json' -p='[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value":"${image}"}]'`;
const setPartition = (partition: number): string =>
  `kubectl patch statefulset web -p '{"spec":{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":${partition}}}}}'`;
const PATCHED = 'statefulset.apps/web patched';
const OLD = 'gcr.io/google_containers/nginx-slim:0.8';
const NEW = 'registry.k8s.io/nginx-slim:0.7';
const three = (image: string): string => [image, image, image].join('\n');

/** The row of a pod that ends, and those of the one that takes its place. */
function replaced(ordinal: number): string[] {
  return [`web-${ordinal} 1/1 Terminating`, ...starting(ordinal)];
}

export const scaling: readonly Step[] = [
  { id: 'T6.1-27', watches: WATCH, sees: running(0, 1) },
  { id: 'T6.1-28', line: 'kubectl scale sts web --replicas=5', prints: 'statefulset.apps/web scaled' },
  { id: 'T6.1-29', tape: [...starting(2), ...starting(3), ...starting(4)] },
  { id: 'T6.1-30', watches: WATCH, sees: running(0, 1, 2, 3, 4) },
  { id: 'T6.1-31', line: `kubectl patch sts web -p '{"spec":{"replicas":3}}'`, prints: PATCHED },
  { id: 'T6.1-32', tape: ['web-4 1/1 Terminating', 'web-3 1/1 Terminating'] },
  { id: 'T6.1-32', line: 'kubectl get pods -l app=nginx', otherWay: 'in the end', sees: running(0, 1, 2) },
  {
    id: 'T6.1-33',
    line: 'kubectl get pvc -l app=nginx -o custom-columns=NAME:.metadata.name,STATUS:.status.phase --no-headers',
    otherWay: "as columns of one's own: newer kubectls have more",
    prints: `
      www-web-0   Bound
      www-web-1   Bound
      www-web-2   Bound
      www-web-3   Bound
      www-web-4   Bound`,
  },
];

export const update: readonly Step[] = [
  {
    id: 'T6.1-34',
    line: `kubectl patch statefulset web -p '{"spec":{"updateStrategy":{"type":"RollingUpdate"}}}'`,
    prints: 'statefulset.apps/web patched<text>',
  },
  {
    id: 'T6.1-36',
    watches: WATCH,
    sees: running(0, 1, 2),
    otherWay: 'opened before the change, so that it shows all of it',
  },
  { id: 'T6.1-35', line: setImage(OLD), prints: PATCHED },
  { id: 'T6.1-36', tape: [...replaced(2), ...replaced(1), ...replaced(0)] },
  {
    id: 'T6.1-36',
    line: 'kubectl rollout status sts/web',
    otherWay: 'in the end',
    prints: '…\npartitioned roll out complete: 3 new pods have been updated...',
  },
  { id: 'T6.1-37', line: IMAGES, prints: three(OLD) },
];

export const partition: readonly Step[] = [
  { id: 'T6.1-38', line: setPartition(3), prints: PATCHED },
  { id: 'T6.1-39', line: setImage(NEW), prints: PATCHED },
  {
    id: 'T6.1-41',
    watches: WATCH,
    sees: running(0, 1, 2),
    otherWay: 'opened before the change, so that it shows all of it',
  },
  { id: 'T6.1-40', line: 'kubectl delete pod web-2', prints: 'pod "web-2" deleted' },
  { id: 'T6.1-41', tape: replaced(2) },
  { id: 'T6.1-42', line: imageOf(2), prints: OLD },
  {
    id: 'T6.1-44',
    watches: WATCH,
    sees: running(0, 1, 2),
    otherWay: 'opened before the change, so that it shows all of it',
  },
  { id: 'T6.1-43', line: setPartition(2), prints: PATCHED },
  { id: 'T6.1-44', tape: replaced(2) },
  { id: 'T6.1-45', line: imageOf(2), prints: NEW },
  {
    id: 'T6.1-47',
    watches: WATCH,
    sees: running(0, 1, 2),
    otherWay: 'opened before the change, so that it shows all of it',
  },
  { id: 'T6.1-46', line: 'kubectl delete pod web-1', prints: 'pod "web-1" deleted' },
  { id: 'T6.1-47', tape: replaced(1) },
  { id: 'T6.1-48', line: imageOf(1), prints: OLD },
  {
    id: 'T6.1-50',
    watches: WATCH,
    sees: running(0, 1, 2),
    otherWay: 'opened before the change, so that it shows all of it',
  },
  { id: 'T6.1-49', line: setPartition(0), prints: PATCHED },
  { id: 'T6.1-50', tape: [...replaced(1), ...replaced(0)] },
  { id: 'T6.1-51', line: IMAGES, sees: three(NEW) },
  {
    id: 'T6.1-52',
    line: `kubectl get pod web-0 -o jsonpath='{.metadata.uid}' > before
kubectl patch statefulset web --type=json -p='[{"op": "replace", "path": "/spec/updateStrategy", "value": {"type": "OnDelete"}}, {"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "${OLD}"}]'
until [ "$(kubectl get sts web -o jsonpath='{.status.observedGeneration}')" = "$(kubectl get sts web -o jsonpath='{.metadata.generation}')" ]; do :; done
kubectl get pod web-0 -o jsonpath='{.metadata.uid}' | cmp - before && ${imageOf(0)}`,
    otherWay: 'the document only tells: with OnDelete a changed template touches no Pod',
    prints: `
      statefulset.apps/web patched
      ${NEW}`,
  },
];
