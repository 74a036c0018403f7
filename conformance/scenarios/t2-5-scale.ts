import type { Scenario, Step } from './scenario.ts';
import { BOOTCAMP } from './t2-2-deploy.ts';
import { OTHER_PROGRAM } from './t2-3-explore.ts';
import { ASK_SERVICE, THROUGH_PROXY } from './t2-4-expose.ts';

export const FOUR_PODS = `
  NAME                                READY   STATUS    RESTARTS   AGE
  kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>
  kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>
  kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>
  kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>`;

/** What T2.6 starts with. */
export const SCALED: readonly Step[] = [
  ...BOOTCAMP,
  {
    id: 'before',
    line: 'kubectl expose deployment/kubernetes-bootcamp --type="LoadBalancer" --port 8080 && kubectl scale deployments/kubernetes-bootcamp --replicas=4',
  },
  { id: 'before', line: 'kubectl get pods', sees: FOUR_PODS },
];

/** Kubernetes basics: several instances. */
export const T2_5: Scenario = {
  id: 'T2.5',
  title: 'running multiple instances of your app',
  steps: [
    ...BOOTCAMP,
    {
      id: 'T2.5-01',
      line: 'kubectl expose deployment/kubernetes-bootcamp --type="LoadBalancer" --port 8080',
      prints: 'service/kubernetes-bootcamp exposed',
    },
    {
      id: 'T2.5-02',
      line: 'kubectl get deployments',
      prints: `
        NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
        kubernetes-bootcamp   1/1     1            1           <age>`,
    },
    {
      id: 'T2.5-03',
      line: 'kubectl get rs',
      prints: `
        NAME                         DESIRED   CURRENT   READY   AGE
        kubernetes-bootcamp-<hash>   1         1         1       <age>`,
    },
    {
      id: 'T2.5-04',
      line: 'kubectl scale deployments/kubernetes-bootcamp --replicas=4',
      prints: 'deployment.apps/kubernetes-bootcamp scaled',
    },
    {
      id: 'T2.5-05',
      line: 'kubectl get deployments',
      sees: `
        NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
        kubernetes-bootcamp   4/4     4            4           <age>`,
    },
    {
      id: 'T2.5-05',
      line: 'kubectl get pods -o wide',
      sees: `
        NAME                                READY   STATUS    RESTARTS   AGE     IP     NODE     NOMINATED NODE   READINESS GATES
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>   <ip>   <word>   <none>           <none>
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>   <ip>   <word>   <none>           <none>
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>   <ip>   <word>   <none>           <none>
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>   <ip>   <word>   <none>           <none>`,
    },
    {
      id: 'T2.5-05',
      line: 'kubectl get pods -o jsonpath="{.items[*].status.podIP}" | tr " " "\\n" | sort -u | wc -l',
      otherWay: 'counted: four different addresses',
      prints: '4',
    },
    {
      id: 'T2.5-05',
      line: 'kubectl describe deployments/kubernetes-bootcamp',
      prints: `
        Name: kubernetes-bootcamp
        …
        Replicas: 4 desired | 4 updated | 4 total | 4 available | 0 unavailable
        …
        Events:
          Type    Reason             Age   From                   Message
          ----    ------             ----  ----                   -------
          Normal  ScalingReplicaSet  <age> deployment-controller  Scaled up replica set kubernetes-bootcamp-<hash> <text> 1
          Normal  ScalingReplicaSet  <age> deployment-controller  Scaled up replica set kubernetes-bootcamp-<hash> <text> 4<text>`,
    },
    {
      id: 'T2.5-06',
      line: `for i in 1 2 3 4 5 6 7 8 9 10 11 12; do ${ASK_SERVICE}; echo; done | sed "s/.*Running on: //" | sort -u | wc -l | grep -v "^ *1$"`,
      otherWay: `${THROUGH_PROXY}; counted: more than one Pod answers`,
      demoOnly: OTHER_PROGRAM,
      sees: '<number>',
    },
    {
      id: 'T2.5-06',
      line: 'kubectl describe service kubernetes-bootcamp 2>/dev/null | grep Endpoints:',
      otherWay: 'four addresses behind the Service',
      sees: 'Endpoints: <ip>:8080,<ip>:8080,<ip>:8080 + 1 more...',
    },
    {
      id: 'T2.5-07',
      line: 'kubectl scale deployments/kubernetes-bootcamp --replicas=2',
      prints: 'deployment.apps/kubernetes-bootcamp scaled',
    },
    {
      id: 'T2.5-07',
      line: 'kubectl get pods',
      sees: `
        NAME                                READY   STATUS    RESTARTS   AGE
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>`,
    },
    {
      id: 'T2.5-07',
      line: 'kubectl scale deployments/kubernetes-bootcamp --replicas=4',
      prints: 'deployment.apps/kubernetes-bootcamp scaled',
    },
    { id: 'T2.5-07', line: 'kubectl get pods', sees: FOUR_PODS },
  ],
};
