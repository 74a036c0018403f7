import type { Step } from './scenario.ts';

const HEAD = 'NAME    READY   STATUS    RESTARTS   AGE';
export const WATCH = 'kubectl get pods -w -l app=nginx';

/** The rows of pods that run. */
export function running(...ordinals: readonly number[]): string {
  return [HEAD, ...ordinals.map((n) => `web-${n}   1/1     Running   0          <age>`)].join('\n');
}

/** What a pod goes through from its creation on. */
export function starting(ordinal: number): string[] {
  return ['0/1 Pending', '0/1 ContainerCreating', '1/1 Running'].map((state) => `web-${ordinal} ${state}`);
}

/** A command in each of the pods. */
export function inEach(command: string, ...ordinals: readonly number[]): string {
  return `for i in ${ordinals.join(' ')}; do kubectl exec "web-$i" -- ${command}; done`;
}

export const NAMES = `
  web-0
  web-1`;

const NO_DNS = 'there is no DNS';
export const NO_CURL = 'the image of that name has no curl there';

function lookUp(ids: readonly [string, string, string, string]): Step[] {
  const answer = (pod: string) => `
    Server:    <ip>
    Address 1: <ip> kube-dns.kube-system.svc.cluster.local
    Name:      ${pod}.nginx
    Address 1: <ip>`;
  return [
    {
      id: ids[0],
      opens: 'kubectl run -i --tty --image busybox:1.28 dns-test --restart=Never --rm',
      demoOnly: NO_DNS,
      sees: "If you don't see a command prompt, try pressing enter.",
    },
    { id: ids[1], types: 'nslookup web-0.nginx', demoOnly: NO_DNS, sees: answer('web-0') },
    { id: ids[2], types: 'nslookup web-1.nginx', demoOnly: NO_DNS, sees: answer('web-1') },
    { id: ids[3], types: 'exit', demoOnly: NO_DNS },
    {
      id: ids[3],
      line: 'kubectl get pod dns-test',
      otherWay: 'looked at afterwards: the Pod is removed',
      demoOnly: NO_DNS,
      code: 1,
      sees: 'Error from server (NotFound): pods "dns-test" not found',
    },
  ];
}

export const create: readonly Step[] = [
  { id: 'T6.1-01', watches: WATCH },
  {
    id: 'T6.1-02',
    line: 'kubectl apply -f web.yaml',
    prints: `
      service/nginx created
      statefulset.apps/web created`,
  },
  {
    id: 'T6.1-03',
    line: 'kubectl get service nginx',
    prints: `
      NAME    TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
      nginx   ClusterIP   None         <none>        80/TCP    <age>`,
  },
  {
    id: 'T6.1-04',
    line: 'kubectl get statefulset web',
    prints: `
      NAME   READY          AGE
      web    <number>/2     <age>`,
  },
  { id: 'T6.1-05', tape: [...starting(0), ...starting(1)] },
  { id: 'T6.1-06', line: 'kubectl get pods -l app=nginx', sees: running(0, 1) },
  {
    id: 'T6.1-07',
    line: 'for i in 0 1; do kubectl exec "web-$i" -- sh -c \'hostname\'; done',
    prints: NAMES,
  },
  ...lookUp(['T6.1-08', 'T6.1-09', 'T6.1-10', 'T6.1-11']),
];

export const DELETE_ALL: readonly Step[] = [
  { id: 'T6.1-12', watches: WATCH, sees: running(0, 1) },
  {
    id: 'T6.1-13',
    line: 'kubectl delete pod -l app=nginx',
    prints: `
      pod "web-0" deleted
      pod "web-1" deleted`,
  },
  { id: 'T6.1-14', tape: [...starting(0), ...starting(1)] },
];

export const recreated: readonly Step[] = [
  {
    id: 'T6.1-15',
    line: "for i in 0 1; do kubectl exec web-$i -- sh -c 'hostname'; done",
    prints: NAMES,
  },
  ...lookUp(['T6.1-16', 'T6.1-17', 'T6.1-18', 'T6.1-19']),
  {
    id: 'T6.1-20',
    line: 'kubectl get pvc -l app=nginx -o custom-columns=NAME:.metadata.name,STATUS:.status.phase,VOLUME:.spec.volumeName,CAPACITY:.status.capacity.storage,MODES:.status.accessModes[0]',
    otherWay: "as columns of one's own: newer kubectls have more",
    prints: `
      NAME        STATUS   VOLUME       CAPACITY   MODES
      www-web-0   Bound    pvc-<word>   1Gi        ReadWriteOnce
      www-web-1   Bound    pvc-<word>   1Gi        ReadWriteOnce`,
  },
  {
    id: 'T6.1-21',
    line: inEach(`sh -c 'echo "$(hostname)" > /usr/share/nginx/html/index.html'`, 0, 1),
    prints: '',
  },
  { id: 'T6.1-22', line: inEach('curl -s http://localhost/', 0, 1), demoOnly: NO_CURL, prints: NAMES },
  { id: 'T6.1-23', watches: WATCH, sees: running(0, 1) },
  {
    id: 'T6.1-24',
    line: 'kubectl delete pod -l app=nginx',
    prints: `
      pod "web-0" deleted
      pod "web-1" deleted`,
  },
  { id: 'T6.1-25', tape: [...starting(0), ...starting(1)] },
  { id: 'T6.1-26', line: inEach('curl -s http://localhost/', 0, 1), demoOnly: NO_CURL, sees: NAMES },
];
