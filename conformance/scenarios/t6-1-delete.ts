import type { Step } from './scenario.ts';
import { inEach, NAMES, NO_CURL, running, starting, WATCH } from './t6-1-create.ts';

const END_ALL = 'the pods of a StatefulSet that is deleted end in no certain order';
const CREATED = `
  service/nginx created
  statefulset.apps/web created`;
const ALL_GONE: Omit<Extract<Step, { line: string }>, 'id'> = {
  line: 'kubectl get pods -l app=nginx',
  otherWay: 'waited for, so that nothing of it is left for the next step',
  sees: 'No resources found in <ns> namespace.',
};
const CLAIMS = [0, 1, 2, 3, 4].map((n) => `www-web-${n}`);

export const deletion: readonly Step[] = [
  { id: 'T6.1-53', watches: WATCH, sees: running(0, 1, 2) },
  {
    id: 'T6.1-54',
    line: 'kubectl delete statefulset web --cascade=orphan',
    prints: 'statefulset.apps "web" deleted',
  },
  { id: 'T6.1-55', line: 'kubectl get pods -l app=nginx', prints: running(0, 1, 2) },
  { id: 'T6.1-56', line: 'kubectl delete pod web-0', prints: 'pod "web-0" deleted' },
  { id: 'T6.1-57', line: 'kubectl get pods -l app=nginx', prints: running(1, 2) },
  { id: 'T6.1-58', watches: WATCH, sees: running(1, 2) },
  {
    id: 'T6.1-59',
    line: 'kubectl apply -f web.yaml',
    prints: `
      service/nginx unchanged
      statefulset.apps/web created`,
  },
  { id: 'T6.1-60', tape: [...starting(0), 'web-2 <number>/1 Terminating'] },
  { id: 'T6.1-60', line: 'kubectl get pods -l app=nginx', otherWay: 'in the end', sees: running(0, 1) },
  {
    id: 'T6.1-60',
    line: `kubectl get pod web-1 -o jsonpath='{.metadata.ownerReferences[0].kind}/{.metadata.ownerReferences[0].name}'`,
    otherWay: 'web-1 is adopted',
    sees: 'StatefulSet/web',
  },
  { id: 'T6.1-61', line: inEach('curl -s http://localhost/', 0, 1), demoOnly: NO_CURL, sees: NAMES },
  { id: 'T6.1-62', watches: WATCH, sees: running(0, 1) },
  { id: 'T6.1-63', line: 'kubectl delete statefulset web', prints: 'statefulset.apps "web" deleted' },
  {
    id: 'T6.1-64',
    tape: [],
    also: ['web-0 1/1 Terminating', 'web-1 1/1 Terminating'],
    otherWay: END_ALL,
  },
  { id: 'T6.1-64', ...ALL_GONE },
  { id: 'T6.1-65', line: 'kubectl delete service nginx', prints: 'service "nginx" deleted' },
  { id: 'T6.1-66', line: 'kubectl apply -f web.yaml', prints: CREATED },
  { id: 'T6.1-66', line: 'kubectl get pods -l app=nginx', otherWay: 'waited for', sees: running(0, 1) },
  { id: 'T6.1-67', line: inEach('curl -s http://localhost/', 0, 1), demoOnly: NO_CURL, sees: NAMES },
  { id: 'T6.1-68', line: 'kubectl delete service nginx', prints: 'service "nginx" deleted' },
  { id: 'T6.1-69', line: 'kubectl delete statefulset web', prints: 'statefulset.apps "web" deleted' },
  { id: 'T6.1-69', ...ALL_GONE },
];

export const parallel: readonly Step[] = [
  {
    id: 'T6.1-70',
    line: `kubectl explain statefulset.spec.podManagementPolicy`,
    otherWay: 'the document only tells what the field means',
    prints: `
      …
      <text>OrderedReady<text>
      …`,
  },
  { id: 'T6.1-71', watches: WATCH },
  { id: 'T6.1-72', line: 'kubectl apply -f web-parallel.yaml', prints: CREATED },
  {
    id: 'T6.1-73',
    tape: ['web-1 0/1 Pending', 'web-0 1/1 Running'],
    also: ['web-0 0/1 ContainerCreating', 'web-1 0/1 ContainerCreating', 'web-1 1/1 Running'],
  },
  { id: 'T6.1-74', line: 'kubectl scale statefulset/web --replicas=4', prints: 'statefulset.apps/web scaled' },
  { id: 'T6.1-75', tape: ['web-3 0/1 Pending', 'web-2 1/1 Running'], also: ['web-3 1/1 Running'] },
  { id: 'T6.1-76', line: 'kubectl delete sts web', prints: 'statefulset.apps "web" deleted' },
  { id: 'T6.1-77', tape: [], also: [0, 1, 2, 3].map((n) => `web-${n} 1/1 Terminating`) },
  { id: 'T6.1-77', ...ALL_GONE },
  { id: 'T6.1-78', line: 'kubectl delete svc nginx', prints: 'service "nginx" deleted' },
  {
    id: 'T6.1-79',
    line: 'kubectl get pvc',
    prints: [
      'NAME STATUS VOLUME CAPACITY ACCESS MODES STORAGECLASS <text>AGE',
      ...CLAIMS.map((name) => `${name} Bound pvc-<word> 1Gi RWO standard <text><age>`),
    ].join('\n'),
  },
  {
    id: 'T6.1-80',
    line: 'kubectl get pv | grep -e ^NAME -e " $NS/" | sort -k 6',
    otherWay: "this namespace's only, sorted by claim",
    prints: [
      '…',
      ...CLAIMS.map((name) => `pvc-<word> 1Gi RWO Delete Bound <ns>/${name} standard <text><age>`),
      '…',
    ].join('\n'),
  },
  {
    id: 'T6.1-81',
    line: `kubectl delete pvc ${CLAIMS.join(' ')}`,
    prints: CLAIMS.map((name) => `persistentvolumeclaim "${name}" deleted`).join('\n'),
  },
  { id: 'T6.1-82', line: 'kubectl get pvc', prints: 'No resources found in <ns> namespace.' },
  {
    id: 'T6.1-82',
    line: 'kubectl get pv | grep " $NS/"',
    otherWay: 'the volumes vanish as well',
    code: 1,
    sees: '',
  },
];
