import type { Scenario } from './scenario.ts';

const MINIKUBE = "minikube's own command: there is no minikube, and what it does is outside the Kubernetes API";
const NODE = "a namespace's services have no address that this host reaches: asked through the API server's proxy";

/** Hello Minikube: a first application, its logs, its way out. */
export const T1: Scenario = {
  id: 'T1',
  title: 'Hello Minikube',
  steps: [
    { id: 'T1-01', does: 'minikube start', outside: MINIKUBE },
    { id: 'T1-02', does: 'minikube dashboard', outside: MINIKUBE },
    { id: 'T1-03', does: 'minikube dashboard --url', outside: MINIKUBE },
    {
      id: 'T1-04',
      line: 'kubectl create deployment hello-node --image=registry.k8s.io/e2e-test-images/agnhost:2.39 -- /agnhost netexec --http-port=8080',
      prints: 'deployment.apps/hello-node created',
    },
    {
      id: 'T1-05',
      line: 'kubectl get deployments',
      sees: `
        NAME         READY   UP-TO-DATE   AVAILABLE   AGE
        hello-node   1/1     1            1           <age>`,
    },
    {
      id: 'T1-06',
      line: 'kubectl get pods',
      sees: `
        NAME                       READY   STATUS    RESTARTS   AGE
        hello-node-<hash>-<hash>   1/1     Running   0          <age>`,
    },
    {
      id: 'T1-07',
      line: 'kubectl get events --sort-by=.metadata.creationTimestamp',
      otherWay: 'sorted: the API server lists by name, which is by time only within one object',
      sees: `
        LAST SEEN   TYPE     REASON              OBJECT                        MESSAGE
        …
        <age>       Normal   ScalingReplicaSet   deployment/hello-node         Scaled up replica set hello-node-<hash> <text> 1
        …`,
    },
    {
      id: 'T1-07',
      line: 'kubectl get events | grep pod/hello-node',
      otherWay: "one pod's events, whose order is that of its life",
      sees: `
        <age> Normal Scheduled pod/hello-node-<hash>-<hash> Successfully assigned <ns>/hello-node-<hash>-<hash> to <word>
        …
        <age> Normal Pulled pod/hello-node-<hash>-<hash> <text>mage "registry.k8s.io/e2e-test-images/agnhost:2.39" <text>
        <age> Normal Created pod/hello-node-<hash>-<hash> Created container<text> agnhost
        <age> Normal Started pod/hello-node-<hash>-<hash> Started container agnhost`,
    },
    {
      id: 'T1-08',
      line: 'kubectl config view',
      prints: `
        apiVersion: v1
        clusters:
        - cluster:
            certificate-authority<text>
            server: https://<word>
          name: <word>
        contexts:
        - context:
            cluster: <word>
            namespace: <ns>
            user: <word>
          name: <word>
        current-context: <word>
        kind: Config
        preferences: {}
        users:
        - name: <word>
          user:
          …`,
    },
    {
      id: 'T1-09',
      line: 'kubectl logs $(kubectl get pods -o name)',
      sees: `
        I<number> <word> <number> log.go:<number>] Started HTTP server on port 8080
        I<number> <word> <number> log.go:<number>] Started UDP server on port  8081`,
    },
    {
      id: 'T1-10',
      line: 'kubectl expose deployment hello-node --type=LoadBalancer --port=8080',
      prints: 'service/hello-node exposed',
    },
    {
      id: 'T1-11',
      line: 'kubectl get services',
      prints: `
        NAME         TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)             AGE
        hello-node   LoadBalancer   <ip>         <pending>     8080:<number>/TCP   <age>`,
    },
    {
      id: 'T1-12',
      line: 'kubectl get --raw /api/v1/namespaces/$NS/services/hello-node:8080/proxy/',
      otherWay: NODE,
      sees: 'NOW: <text>',
    },
    {
      id: 'T1-11',
      line: 'kubectl get services',
      otherWay: 'looked at again: on a cloud, the load balancer gets its address after a while',
      demoOnly: 'no load balancer is there to give an address',
      sees: `
        NAME         TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)             AGE
        hello-node   LoadBalancer   <ip>         <ip>          8080:<number>/TCP   <age>`,
    },
    { id: 'T1-13', does: 'minikube addons list', outside: MINIKUBE },
    { id: 'T1-14', does: 'minikube addons enable metrics-server', outside: MINIKUBE },
    {
      id: 'T1-15',
      line: 'kubectl get pod,svc -n kube-system',
      demoOnly: 'its control plane runs beside the cluster, and it has no DNS',
      sees: `
        NAME                                  READY   STATUS    RESTARTS   AGE
        pod/coredns-<hash>-<hash>             1/1     Running   <restarts>          <age>
        …
        pod/kube-proxy-<hash>                 1/1     Running   <restarts>          <age>
        …
        pod/metrics-server-<hash>-<hash>      1/1     Running   <restarts>          <age>
        …
        NAME                               TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)                  AGE
        service/kube-dns                   ClusterIP   <ip>         <none>        53/UDP,53/TCP,9153/TCP   <age>
        …`,
    },
    { id: 'T1-16', does: 'minikube addons disable metrics-server', outside: MINIKUBE },
    { id: 'T1-17', line: 'kubectl delete service hello-node', prints: 'service "hello-node" deleted' },
    { id: 'T1-18', line: 'kubectl delete deployment hello-node', prints: 'deployment.apps "hello-node" deleted' },
    {
      id: 'T1-18',
      line: 'kubectl get deployments,replicasets,pods,services',
      otherWay: 'looked at afterwards: the ReplicaSet and the Pod go too',
      sees: 'No resources found in <ns> namespace.',
    },
    { id: 'T1-19', does: 'minikube stop', outside: MINIKUBE },
    { id: 'T1-20', does: 'minikube delete', outside: MINIKUBE },
  ],
};
