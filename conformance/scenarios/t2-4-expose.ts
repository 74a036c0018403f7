import type { Scenario } from './scenario.ts';
import { BOOTCAMP } from './t2-2-deploy.ts';
import { OTHER_PROGRAM } from './t2-3-explore.ts';

export const THROUGH_PROXY = "no node's address is reached from a test: asked through the API server's service proxy";
/** The bootcamp Service's answer. */
export const ASK_SERVICE = 'kubectl get --raw /api/v1/namespaces/$NS/services/kubernetes-bootcamp:8080/proxy/';
export const NODE_PORT = `export NODE_PORT="$(kubectl get services/kubernetes-bootcamp -o go-template='{{(index .spec.ports 0).nodePort}}')"
echo "NODE_PORT=$NODE_PORT"`;

/** Kubernetes basics: a Service, and labels. */
export const T2_4: Scenario = {
  id: 'T2.4',
  title: 'using a Service to expose your app',
  steps: [
    ...BOOTCAMP,
    {
      id: 'T2.4-01',
      line: 'kubectl get pods',
      sees: `
        NAME                                READY   STATUS    RESTARTS   AGE
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>`,
    },
    {
      id: 'T2.4-02',
      line: 'kubectl get services --namespace default',
      otherWay: 'namespace default named: the scenario is played in one of its own',
      prints: `
        NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
        kubernetes   ClusterIP   <ip>         <none>        443/TCP   <age>`,
    },
    {
      id: 'T2.4-03',
      line: 'kubectl expose deployment/kubernetes-bootcamp --type="NodePort" --port 8080',
      prints: 'service/kubernetes-bootcamp exposed',
    },
    {
      id: 'T2.4-04',
      line: 'kubectl get services',
      prints: `
        NAME                  TYPE       CLUSTER-IP   EXTERNAL-IP   PORT(S)             AGE
        kubernetes-bootcamp   NodePort   <ip>         <none>        8080:<number>/TCP   <age>`,
    },
    {
      id: 'T2.4-05',
      line: 'kubectl describe services/kubernetes-bootcamp',
      sees: `
        …
        Name:                     kubernetes-bootcamp
        Namespace:                <ns>
        Labels:                   app=kubernetes-bootcamp
        Annotations:              <none>
        Selector:                 app=kubernetes-bootcamp
        Type:                     NodePort
        …
        IP<text> <ip>
        …
        Port:                     <unset>  8080/TCP
        TargetPort:               8080/TCP
        NodePort:                 <unset>  <number>/TCP
        Endpoints:                <ip>:8080
        Session Affinity:         None
        External Traffic Policy:  Cluster
        …
        Events:                   <none>`,
    },
    { id: 'T2.4-06', line: NODE_PORT, prints: 'NODE_PORT=<number>' },
    {
      id: 'T2.4-07',
      line: ASK_SERVICE,
      otherWay: THROUGH_PROXY,
      demoOnly: OTHER_PROGRAM,
      sees: 'Hello Kubernetes bootcamp! | Running on: kubernetes-bootcamp-<hash>-<hash> | v=1',
    },
    {
      id: 'T2.4-08',
      line: 'kubectl describe deployment',
      prints: `
        Name:                   kubernetes-bootcamp
        Namespace:              <ns>
        …
        Labels:                 app=kubernetes-bootcamp
        …
        Selector:               app=kubernetes-bootcamp
        Replicas:               1 desired | 1 updated | 1 total | 1 available | 0 unavailable
        StrategyType:           RollingUpdate
        …
        Pod Template:
          Labels:  app=kubernetes-bootcamp
        …`,
    },
    {
      id: 'T2.4-09',
      line: 'kubectl get pods -l app=kubernetes-bootcamp',
      prints: `
        NAME                                READY   STATUS    RESTARTS   AGE
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>`,
    },
    {
      id: 'T2.4-10',
      line: 'kubectl get services -l app=kubernetes-bootcamp',
      prints: `
        NAME                  TYPE       CLUSTER-IP   EXTERNAL-IP   PORT(S)             AGE
        kubernetes-bootcamp   NodePort   <ip>         <none>        8080:<number>/TCP   <age>`,
    },
    {
      id: 'T2.4-11',
      line: `export POD_NAME="$(kubectl get pods -o go-template --template '{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}')"
echo "Name of the Pod: $POD_NAME"`,
      prints: 'Name of the Pod: kubernetes-bootcamp-<hash>-<hash>',
    },
    {
      id: 'T2.4-12',
      line: 'kubectl label pods "$POD_NAME" version=v1',
      prints: 'pod/kubernetes-bootcamp-<hash>-<hash> labeled',
    },
    {
      id: 'T2.4-13',
      line: 'kubectl describe pods "$POD_NAME"',
      prints: `
        Name: kubernetes-bootcamp-<hash>-<hash>
        …
        Labels:       app=kubernetes-bootcamp
                      pod-template-hash=<hash>
                      version=v1
        …`,
    },
    {
      id: 'T2.4-14',
      line: 'kubectl get pods -l version=v1',
      prints: `
        NAME                                READY   STATUS    RESTARTS   AGE
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>`,
    },
    {
      id: 'T2.4-15',
      line: 'kubectl delete service -l app=kubernetes-bootcamp',
      prints: 'service "kubernetes-bootcamp" deleted',
    },
    { id: 'T2.4-16', line: 'kubectl get services', prints: 'No resources found in <ns> namespace.' },
    {
      id: 'T2.4-17',
      line: ASK_SERVICE,
      otherWay: THROUGH_PROXY,
      code: 1,
      prints: 'Error from server (NotFound): services "kubernetes-bootcamp" not found',
    },
    {
      id: 'T2.4-18',
      line: 'kubectl exec -ti $POD_NAME -- curl http://localhost:8080',
      demoOnly: OTHER_PROGRAM,
      prints: `
        …
        Hello Kubernetes bootcamp! | Running on: kubernetes-bootcamp-<hash>-<hash> | v=1`,
    },
  ],
};
