import type { Scenario } from './scenario.ts';
import { OTHER_PROGRAM } from './t2-3-explore.ts';
import { ASK_SERVICE, NODE_PORT, THROUGH_PROXY } from './t2-4-expose.ts';
import { FOUR_PODS, SCALED } from './t2-5-scale.ts';

const IMAGES = 'kubectl describe pods | grep "^ *Image:" | sort | uniq -c';
const NO_V2 = 'there is no image of that name, so the update cannot end';

/** Kubernetes basics: an update without downtime, one that fails, and the way back. */
export const T2_6: Scenario = {
  id: 'T2.6',
  title: 'performing a rolling update',
  steps: [
    ...SCALED,
    {
      id: 'T2.6-01',
      line: 'kubectl get deployments',
      sees: `
        NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
        kubernetes-bootcamp   4/4     4            4           <age>`,
    },
    { id: 'T2.6-02', line: 'kubectl get pods', sees: FOUR_PODS },
    { id: 'T2.6-03', line: IMAGES, prints: '4 Image: gcr.io/google-samples/kubernetes-bootcamp:v1' },
    {
      id: 'T2.6-05',
      watches: 'kubectl get pods -w',
      sees: FOUR_PODS,
      otherWay: 'opened before the change, so that it shows all of it',
    },
    {
      id: 'T2.6-04',
      line: 'kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=jocatalin/kubernetes-bootcamp:v2',
      demoOnly: NO_V2,
      prints: 'deployment.apps/kubernetes-bootcamp image updated',
    },
    {
      id: 'T2.6-05',
      demoOnly: NO_V2,
      tape: [
        'kubernetes-bootcamp-<hash>-<hash> 0/1 Pending',
        'kubernetes-bootcamp-<hash>-<hash> 0/1 ContainerCreating',
        'kubernetes-bootcamp-<hash>-<hash> 1/1 Running',
      ],
      also: ['kubernetes-bootcamp-<hash>-<hash> 1/1 Terminating'],
    },
    {
      id: 'T2.6-06',
      line: 'kubectl describe services/kubernetes-bootcamp',
      prints: `
        …
        Name: kubernetes-bootcamp
        …
        IP<text> <ip>
        …
        Port:                     <unset>  8080/TCP
        TargetPort:               8080/TCP
        NodePort:                 <unset>  <number>/TCP
        Endpoints: <text>
        …`,
    },
    { id: 'T2.6-07', line: NODE_PORT, prints: 'NODE_PORT=<number>' },
    {
      id: 'T2.6-09',
      line: 'kubectl rollout status deployments/kubernetes-bootcamp',
      demoOnly: NO_V2,
      prints: `
        …
        deployment "kubernetes-bootcamp" successfully rolled out`,
    },
    {
      id: 'T2.6-08',
      line: `for i in 1 2 3 4 5 6 7 8; do ${ASK_SERVICE}; echo; done | sed "s/.*| //" | sort -u`,
      otherWay: `${THROUGH_PROXY}; after T2.6-09, so that all answers are v2's`,
      demoOnly: OTHER_PROGRAM,
      sees: 'v=2',
    },
    { id: 'T2.6-10', line: IMAGES, demoOnly: NO_V2, sees: '4 Image: jocatalin/kubernetes-bootcamp:v2' },
    {
      id: 'T2.6-11',
      line: 'kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=gcr.io/google-samples/kubernetes-bootcamp:v10',
      prints: 'deployment.apps/kubernetes-bootcamp image updated',
    },
    {
      id: 'T2.6-12',
      line: 'kubectl get deployments',
      sees: `
        NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
        kubernetes-bootcamp   3/4     2            3           <age>`,
    },
    {
      id: 'T2.6-13',
      line: 'kubectl get pods | sed "s/[a-z0-9]*-[a-z0-9]* / /" | sort',
      otherWay: 'sorted by status',
      sees: `
        NAME                   READY   STATUS             RESTARTS   AGE
        kubernetes-bootcamp-   0/1     ImagePullBackOff   0          <age>
        kubernetes-bootcamp-   0/1     ImagePullBackOff   0          <age>
        kubernetes-bootcamp-   1/1     Running            0          <age>
        kubernetes-bootcamp-   1/1     Running            0          <age>
        kubernetes-bootcamp-   1/1     Running            0          <age>`,
    },
    {
      id: 'T2.6-14',
      line: 'kubectl describe pods | grep -m 1 "Warning *Failed .*Failed to pull"',
      otherWay: 'the one event that tells why',
      sees: 'Warning Failed <text> kubelet Failed to pull image "gcr.io/google-samples/kubernetes-bootcamp:v10": <text>',
    },
    {
      id: 'T2.6-14',
      line: 'kubectl describe pods | grep -m 1 "Back-off pulling"',
      otherWay: 'and that it is tried again, ever more rarely',
      sees: 'Normal BackOff <text> kubelet Back-off pulling image "gcr.io/google-samples/kubernetes-bootcamp:v10"<text>',
    },
    {
      id: 'T2.6-15',
      line: 'kubectl rollout undo deployments/kubernetes-bootcamp',
      prints: 'deployment.apps/kubernetes-bootcamp rolled back',
    },
    { id: 'T2.6-16', line: 'kubectl get pods', sees: FOUR_PODS },
    { id: 'T2.6-17', line: IMAGES, demoOnly: NO_V2, prints: '4 Image: jocatalin/kubernetes-bootcamp:v2' },
    {
      id: 'T2.6-18',
      line: 'kubectl delete deployments/kubernetes-bootcamp services/kubernetes-bootcamp',
      prints: `
        deployment.apps "kubernetes-bootcamp" deleted
        service "kubernetes-bootcamp" deleted`,
    },
    { id: 'T2.6-18', line: 'kubectl get all', otherWay: 'afterwards', sees: 'No resources found in <ns> namespace.' },
  ],
};
