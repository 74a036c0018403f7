import type { Scenario, Step } from './scenario.ts';

const POD_NAME = `export POD_NAME=$(kubectl get pods -o go-template --template '{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}')
echo Name of the Pod: $POD_NAME`;
const ENDS = 'Ctrl-C ends it: each step that needs a proxy starts one and ends it';

/**
 * `kubectl proxy` on a free port, one question, the end of the proxy. The file is there before the proxy is: a busy machine may look for
 * it before the background job has opened it.
 */
export function throughProxy(path: string): string {
  return `: > proxy.out
kubectl proxy --port=0 > proxy.out & trap "kill $!" EXIT
until grep -q Starting proxy.out; do :; done
curl -s http://$(sed 's/.* on //' proxy.out)${path}; echo`;
}

/** What T2.3 to T2.6 start with. */
export const BOOTCAMP: readonly Step[] = [
  {
    id: 'before',
    line: 'kubectl create deployment kubernetes-bootcamp --image=gcr.io/google-samples/kubernetes-bootcamp:v1',
    prints: 'deployment.apps/kubernetes-bootcamp created',
  },
  {
    id: 'before',
    line: 'kubectl get deployments',
    sees: `
      NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
      kubernetes-bootcamp   1/1     1            1           <age>`,
  },
];

/** Kubernetes basics: a first Deployment, and the API behind it. */
export const T2_2: Scenario = {
  id: 'T2.2',
  title: 'using kubectl to create a Deployment',
  steps: [
    {
      id: 'T2.2-01',
      line: 'kubectl get nodes --help',
      prints: `
        Display one or many resources<text>
        …
        Usage:
        kubectl get <text>
        …`,
    },
    {
      id: 'T2.2-02',
      line: 'kubectl version -o yaml',
      otherWay: 'as YAML: the short form changed from release to release',
      prints: `
        …
        clientVersion:
        …
        gitVersion: v1.<text>
        …
        serverVersion:
        …
        gitVersion: v1.<text>
        …`,
    },
    {
      id: 'T2.2-03',
      line: 'kubectl get nodes',
      prints: `
        NAME     STATUS   ROLES           AGE   VERSION
        <word>   Ready    <word>          <age> v1.<text>
        …`,
    },
    {
      id: 'T2.2-04',
      line: 'kubectl create deployment kubernetes-bootcamp --image=gcr.io/google-samples/kubernetes-bootcamp:v1',
      prints: 'deployment.apps/kubernetes-bootcamp created',
    },
    {
      id: 'T2.2-05',
      line: 'kubectl get deployments',
      sees: `
        NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
        kubernetes-bootcamp   1/1     1            1           <age>`,
    },
    {
      id: 'T2.2-06',
      line: throughProxy('/healthz'),
      otherWay: ENDS,
      prints: 'ok',
    },
    {
      id: 'T2.2-07',
      line: throughProxy('/version'),
      otherWay: ENDS,
      prints: `
        {<text>
        …
        <text>"gitVersion": "v1.<text>
        …`,
    },
    { id: 'T2.2-08', line: POD_NAME, prints: 'Name of the Pod: kubernetes-bootcamp-<hash>-<hash>' },
    {
      id: 'T2.2-09',
      line: throughProxy('/api/v1/namespaces/$NS/pods/$POD_NAME/'),
      otherWay: ENDS,
      prints: `
        {<text>
        …
        <text>"name": "kubernetes-bootcamp-<hash>-<hash>"<text>
        …
        <text>"phase": "Running"<text>
        …`,
    },
  ],
};
