import type { Scenario } from './scenario.ts';
import { BOOTCAMP, throughProxy } from './t2-2-deploy.ts';

const POD_NAME = `export POD_NAME="$(kubectl get pods -o go-template --template '{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}')"
echo Name of the Pod: $POD_NAME`;
/** The real cluster has no registry: another program stands under the tutorial's image name. */
export const OTHER_PROGRAM = "the image of that name is not the tutorial's program there";

/** Kubernetes basics: get, describe, logs and exec. */
export const T2_3: Scenario = {
  id: 'T2.3',
  title: 'viewing Pods and nodes',
  steps: [
    ...BOOTCAMP,
    {
      id: 'T2.3-01',
      line: 'kubectl get pods',
      sees: `
        NAME                                READY   STATUS    RESTARTS   AGE
        kubernetes-bootcamp-<hash>-<hash>   1/1     Running   0          <age>`,
    },
    {
      id: 'T2.3-02',
      line: 'kubectl describe pods',
      sees: `
        Name:         kubernetes-bootcamp-<hash>-<hash>
        Namespace:    <ns>
        …
        Node: <word>/<ip>
        …
        Labels:       app=kubernetes-bootcamp
                      pod-template-hash=<hash>
        …
        Status:       Running
        IP:           <ip>
        IPs:
          IP:  <ip>
        Controlled By:  ReplicaSet/kubernetes-bootcamp-<hash>
        Containers:
          kubernetes-bootcamp:
            Container ID:   containerd://<hash>
            Image:          gcr.io/google-samples/kubernetes-bootcamp:v1
            Image ID:       <text>
            …
            State:          Running
              Started:      <text>
            Ready:          True
            Restart Count:  0
            …
        Conditions:
          …
        Events:
          Type    Reason     Age   From               Message
          ----    ------     ----  ----               -------
          Normal  Scheduled  <text>
          …
          Normal  Started <text> Started container kubernetes-bootcamp`,
    },
    {
      id: 'T2.3-03',
      line: throughProxy('/healthz'),
      otherWay: 'Ctrl-C ends it: each step that needs a proxy starts one and ends it',
      prints: 'ok',
    },
    { id: 'T2.3-04', line: POD_NAME, prints: 'Name of the Pod: kubernetes-bootcamp-<hash>-<hash>' },
    {
      id: 'T2.3-05',
      line: throughProxy('/api/v1/namespaces/$NS/pods/$POD_NAME:8080/proxy/'),
      demoOnly: OTHER_PROGRAM,
      sees: 'Hello Kubernetes bootcamp! | Running on: kubernetes-bootcamp-<hash>-<hash> | v=1',
    },
    {
      id: 'T2.3-06',
      line: 'kubectl logs "$POD_NAME"',
      demoOnly: OTHER_PROGRAM,
      sees: `
        Kubernetes Bootcamp App Started At: <text> | Running On: kubernetes-bootcamp-<hash>-<hash>
        …
        Running On: kubernetes-bootcamp-<hash>-<hash> | Total Requests: 1 | App Uptime: <text> seconds | Log Time: <text>
        …`,
    },
    {
      id: 'T2.3-07',
      line: 'kubectl exec "$POD_NAME" -- env',
      prints: `
        PATH=<word>
        HOSTNAME=kubernetes-bootcamp-<hash>-<hash>
        …
        KUBERNETES_<text>
        …
        HOME=/root`,
    },
    {
      id: 'T2.3-08',
      opens: 'kubectl exec -ti $(kubectl get pods -o name) -- bash',
      demoOnly: OTHER_PROGRAM,
      sees: 'root@kubernetes-bootcamp-<hash>-<hash>:/#',
    },
    { id: 'T2.3-09', types: 'cat server.js', demoOnly: OTHER_PROGRAM, sees: "require('http')" },
    {
      id: 'T2.3-10',
      types: 'curl http://localhost:8080',
      demoOnly: OTHER_PROGRAM,
      sees: 'Hello Kubernetes bootcamp! | Running on: kubernetes-bootcamp-<hash>-<hash> | v=1',
    },
    { id: 'T2.3-11', types: 'exit', demoOnly: OTHER_PROGRAM },
  ],
};
