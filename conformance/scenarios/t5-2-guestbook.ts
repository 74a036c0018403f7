import type { Scenario } from './scenario.ts';

const FILE = "the tutorial's file at hand stands for its address: a test downloads nothing";
const NO_IMAGE = 'there is no registry, and no image of that name';
const LEADER = 'redis-leader-<hash>-<hash>     1/1     Running   0          <age>';
const FOLLOWER = 'redis-follower-<hash>-<hash>   1/1     Running   0          <age>';
const FRONTEND = 'frontend-<hash>-<hash>         1/1     Running   0          <age>';
const HEAD = 'NAME                             READY   STATUS    RESTARTS   AGE';
const SERVICE_HEAD = 'NAME             TYPE        CLUSTER-IP      EXTERNAL-IP   PORT(S)    AGE';
const FOLLOWER_SERVICE = 'redis-follower   ClusterIP   <ip>   <none>        6379/TCP   <age>';
const LEADER_SERVICE = 'redis-leader     ClusterIP   <ip>    <none>        6379/TCP   <age>';

const rows = (...lines: readonly string[]): string => lines.join('\n');

/** A guestbook of a web front end and Redis with two followers. */
export const T5_2: Scenario = {
  id: 'T5.2',
  title: 'deploying the PHP Guestbook application with Redis',
  files: ['leader', 'follower']
    .flatMap((role) => [`redis-${role}-deployment.yaml`, `redis-${role}-service.yaml`])
    .concat('frontend-deployment.yaml', 'frontend-service.yaml'),
  steps: [
    {
      id: 'T5.2-01',
      line: 'kubectl apply -f redis-leader-deployment.yaml',
      otherWay: FILE,
      prints: 'deployment.apps/redis-leader created',
    },
    { id: 'T5.2-02', line: 'kubectl get pods', sees: rows(HEAD, LEADER) },
    { id: 'T5.2-03', opens: 'kubectl logs -f deployment/redis-leader', sees: 'Ready to accept connections' },
    {
      id: 'T5.2-04',
      line: 'kubectl apply -f redis-leader-service.yaml',
      otherWay: FILE,
      prints: 'service/redis-leader created',
    },
    {
      id: 'T5.2-05',
      line: 'kubectl get service',
      prints: rows(SERVICE_HEAD, LEADER_SERVICE),
    },
    {
      id: 'T5.2-06',
      line: 'kubectl apply -f redis-follower-deployment.yaml',
      otherWay: FILE,
      prints: 'deployment.apps/redis-follower created',
    },
    {
      id: 'T5.2-07',
      line: 'kubectl get pods',
      demoOnly: NO_IMAGE,
      sees: rows(HEAD, FOLLOWER, FOLLOWER, LEADER),
    },
    {
      id: 'T5.2-08',
      line: 'kubectl apply -f redis-follower-service.yaml',
      otherWay: FILE,
      prints: 'service/redis-follower created',
    },
    {
      id: 'T5.2-09',
      line: 'kubectl get service',
      prints: rows(SERVICE_HEAD, FOLLOWER_SERVICE, LEADER_SERVICE),
    },
    {
      id: 'T5.2-10',
      line: 'kubectl apply -f frontend-deployment.yaml',
      otherWay: FILE,
      prints: 'deployment.apps/frontend created',
    },
    {
      id: 'T5.2-11',
      line: 'kubectl get pods -l app=guestbook -l tier=frontend',
      demoOnly: NO_IMAGE,
      sees: rows(HEAD, FRONTEND, FRONTEND, FRONTEND),
    },
    {
      id: 'T5.2-12',
      line: 'grep "# type: LoadBalancer" frontend-service.yaml',
      otherWay: 'the comment is there to be taken away; it is, in T5.2-17',
      prints: '# type: LoadBalancer',
    },
    {
      id: 'T5.2-13',
      line: 'kubectl apply -f frontend-service.yaml',
      otherWay: FILE,
      prints: 'service/frontend created',
    },
    {
      id: 'T5.2-14',
      line: 'kubectl get services',
      prints: rows(
        SERVICE_HEAD,
        'frontend         ClusterIP   <ip>    <none>        80/TCP     <age>',
        FOLLOWER_SERVICE,
        LEADER_SERVICE,
      ),
    },
    {
      id: 'T5.2-15',
      opens: 'kubectl port-forward svc/frontend :80 | tee forward.out',
      otherWay: 'on a free port: 8080 may be taken',
      demoOnly: NO_IMAGE,
      sees: 'Forwarding from 127.0.0.1:<number> -> 80',
    },
    {
      id: 'T5.2-16',
      line: 'curl -s http://127.0.0.1:$(sed -n "s/.*127.0.0.1:\\([0-9]*\\) .*/\\1/p" forward.out)/',
      otherWay: 'curl for the browser',
      demoOnly: NO_IMAGE,
      sees: `
        …
        <text>Guestbook<text>
        …`,
    },
    {
      id: 'T5.2-17',
      line: 'sed "s/# type: LoadBalancer/type: LoadBalancer/" frontend-service.yaml | kubectl apply -f -',
      otherWay: 'with the comment taken away',
      prints: 'service/frontend configured',
    },
    {
      id: 'T5.2-17',
      line: 'kubectl get service frontend',
      demoOnly: 'no load balancer is there to give an address',
      sees: `
        NAME       TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)           AGE
        frontend   LoadBalancer   <ip>         <ip>          80:<number>/TCP   <age>`,
    },
    {
      id: 'T5.2-18',
      line: 'kubectl get --raw /api/v1/namespaces/$NS/services/frontend:80/proxy/',
      otherWay: "the load balancer's address leads nowhere from a test: asked through the API server's service proxy",
      demoOnly: NO_IMAGE,
      sees: `
        …
        <text>Guestbook<text>
        …`,
    },
    {
      id: 'T5.2-19',
      line: 'kubectl scale deployment frontend --replicas=5',
      prints: 'deployment.apps/frontend scaled',
    },
    {
      id: 'T5.2-20',
      line: 'kubectl get pods',
      demoOnly: NO_IMAGE,
      sees: rows(HEAD, FRONTEND, FRONTEND, FRONTEND, FRONTEND, FRONTEND, FOLLOWER, FOLLOWER, LEADER),
    },
    {
      id: 'T5.2-21',
      line: 'kubectl scale deployment frontend --replicas=2',
      prints: 'deployment.apps/frontend scaled',
    },
    {
      id: 'T5.2-22',
      line: 'kubectl get pods',
      demoOnly: NO_IMAGE,
      sees: rows(HEAD, FRONTEND, FRONTEND, FOLLOWER, FOLLOWER, LEADER),
    },
    {
      id: 'T5.2-23',
      line: `kubectl delete deployment -l app=redis
kubectl delete service -l app=redis
kubectl delete deployment frontend
kubectl delete service frontend`,
      prints: `
        deployment.apps "redis-follower" deleted
        deployment.apps "redis-leader" deleted
        service "redis-follower" deleted
        service "redis-leader" deleted
        deployment.apps "frontend" deleted
        service "frontend" deleted`,
    },
    { id: 'T5.2-24', line: 'kubectl get pods', sees: 'No resources found in <ns> namespace.' },
  ],
};
