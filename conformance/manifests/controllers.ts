import type { Scenario } from '../scenarios/scenario.ts';
import { applies, changes, inNamespace, isUnknown, type Look, removes, wasKnown } from './story.ts';

const at = (name: string): string => `controllers/${name}.yaml`;
const POD_DEMO = at('m-01-pod-app-pod-demo');
const POD_01 = at('m-02-pod-app-pod-01');
const ROLLOUT = 'deployment "nginx-deploy" successfully rolled out';

const rolledOut = (replicas: number, version: string, revisions: string): readonly Look[] => [
  ['kubectl rollout status deployment/nginx-deploy -n $AT', `…\n${ROLLOUT}`, 150],
  [
    `kubectl get deployment nginx-deploy -n $AT`,
    `
      NAME           READY                    UP-TO-DATE    AVAILABLE     AGE
      nginx-deploy   ${replicas}/${replicas}  ${replicas}   ${replicas}   <age>`,
  ],
  [
    'kubectl get pods -n $AT -l tier=slb -L version --no-headers',
    Array(replicas).fill(`nginx-deploy-<hash>-<hash> 1/1 Running 0 <age> ${version}`).join('\n'),
  ],
  ['kubectl exec deployment/nginx-deploy -n $AT -- curl -s http://localhost/health.html', 'health check ok!'],
  [
    'kubectl rollout history deployment/nginx-deploy -n $AT',
    `
      deployment.apps/nginx-deploy
      REVISION  CHANGE-CAUSE
      ${revisions}`,
  ],
];

const MISSING_NAMESPACE: Scenario = {
  id: 'no-ns',
  title: 'a namespace that is not there',
  files: ['controllers'],
  steps: [
    ...[at('m-09-service-apps-my-svc'), at('m-10-statefulset-apps-nginx-web')].map((file) => ({
      id: 'no-ns',
      line: `sed "s/namespace: apps/namespace: not-there/" ${file} > here.yaml; kubectl apply -f here.yaml`,
      otherWay: 'the namespace changed to one that nobody makes meanwhile',
      code: 1,
      prints: 'Error from server (NotFound): error when creating "here.yaml": namespaces "not-there" not found',
    })),
    {
      id: 'no-ns',
      line: 'kubectl apply --server-side -f here.yaml',
      code: 1,
      prints: 'Error from server (NotFound): namespaces "not-there" not found',
    },
  ],
};

const PODS: Scenario = {
  id: 'ctl-pods',
  title: 'bare pods, and one whose probe begins to fail',
  files: ['controllers'],
  newestOnly: true,
  steps: [
    ...inNamespace(POD_01),
    ...applies(
      POD_01,
      ['pod/pod-01'],
      [
        ['kubectl get pod pod-01 -n $AT --no-headers', 'pod-01 1/1 Running 0 <age>'],
        [
          'kubectl get events -n $AT --field-selector involvedObject.name=pod-01,reason=Unhealthy --no-headers | head -1',
          '<age> Warning Unhealthy pod/pod-01 Liveness probe failed:<text>',
          150,
        ],
        [
          'kubectl get events -n $AT --field-selector involvedObject.name=pod-01,reason=Killing --no-headers | head -1',
          '<age> Normal Killing pod/pod-01 Container centos failed liveness probe, will be restarted',
          150,
        ],
        ['kubectl get pod pod-01 -n $AT --no-headers | tr -s " " | cut -d " " -f 3-4', 'Running 1', 90],
      ],
    ),
    { id: 'gone', line: `kubectl delete -f ${POD_01} --now` },
  ],
};

const ROLLOUTS: Scenario = {
  id: 'ctl-rollouts',
  title: 'a Deployment from version to version, and a DaemonSet',
  files: ['controllers'],
  steps: [
    ...inNamespace(POD_DEMO),
    ...applies(
      POD_DEMO,
      ['pod/pod-demo'],
      [['kubectl get pod pod-demo -n $AT --no-headers', 'pod-demo 1/1 Running 0 <age>']],
    ),
    { id: 'gone', line: `kubectl delete -f ${POD_DEMO} --now` },
    ...applies(
      at('m-03-deployment-app-nginx-deploy-v1-12'),
      ['deployment.apps/nginx-deploy (changes)'],
      rolledOut(5, 'v1.12', '1 <none>'),
    ),
    { id: 'm-04', line: `kubectl delete -f ${at('m-03-deployment-app-nginx-deploy-v1-12')}` },
    { id: 'm-04', line: `kubectl apply -f ${at('m-03-deployment-app-nginx-deploy-v1-12')}` },
    ...changes(
      at('m-04-deployment-app-nginx-deploy-v1-13'),
      'deployment.apps/nginx-deploy',
      rolledOut(5, 'v1.13', '1 <none>\n2 <none>'),
    ),
    ...changes(
      at('m-05-deployment-app-nginx-deploy-v1-14'),
      'deployment.apps/nginx-deploy',
      rolledOut(5, 'v1.14', '1 <none>\n2 <none>\n3 <none>'),
    ),
    ...removes(at('m-05-deployment-app-nginx-deploy-v1-14'), 'tier=slb'),
    ...applies(
      at('m-06-daemonset-app-proxy-daemonset-v1-12'),
      ['daemonset.apps/proxy-daemonset'],
      [
        [
          'kubectl rollout status daemonset/proxy-daemonset -n $AT',
          '…\ndaemon set "proxy-daemonset" successfully rolled out',
        ],
        ['kubectl describe pods -n $AT -l tier=proxy | grep -m 1 "Host Port:"', 'Host Port: 10080/TCP'],
      ],
    ),
    ...removes(at('m-06-daemonset-app-proxy-daemonset-v1-12'), 'tier=proxy'),
  ],
};

const TEST_JOB = at('m-07-job-default-test-job');

const JOBS: Scenario = {
  id: 'ctl-jobs',
  title: 'a Job, and a CronJob of a version that was removed',
  files: ['controllers'],
  steps: [
    ...isUnknown(at('m-08-cronjob-hello'), 'hello', 'CronJob', 'batch/v1beta1', 25),
    ...wasKnown(at('m-08-cronjob-hello'), 'cronjob.batch/hello', 25),
    {
      id: 'm-08',
      line: `sed "s/v1beta1/v1/" ${at('m-08-cronjob-hello')} | kubectl apply -f -`,
      otherWay: 'in the version of today',
      since: 21,
      prints: 'cronjob.batch/hello created',
    },
    ...inNamespace(TEST_JOB),
    ...applies(
      TEST_JOB,
      ['job.batch/test-job'],
      [
        [
          'kubectl get job test-job -n $AT --no-headers | tr -s " " | sed "s/Running //;s/Complete //"',
          'test-job 0/1 <age> <age>',
        ],
        ['kubectl get pods -n $AT -l jobType=sleep --no-headers', 'test-job-<hash> 1/1 Running 0 <age>'],
        [
          'kubectl wait --for=condition=complete job/test-job -n $AT --timeout=150s',
          'job.batch/test-job condition met',
          150,
        ],
        ['kubectl get pods -n $AT -l jobType=sleep --no-headers', 'test-job-<hash> 0/1 Completed 0 <age>'],
      ],
    ),
    {
      id: 'm-08',
      line: 'kubectl get cronjob hello --no-headers',
      demoOnly: 'the CronJob was not made there',
      sees: 'hello */1 * * * * <text>False <number> <age> <age>',
      within: 90,
    },
    {
      id: 'm-08',
      line: 'kubectl logs $(kubectl get pods -o name | grep -m 1 pod/hello-)',
      demoOnly: 'the CronJob was not made there',
      sees: '<text>\nHello from the Kubernetes cluster',
    },
    ...removes(TEST_JOB, 'jobType=sleep'),
  ],
};

const WEB = at('m-10-statefulset-apps-nginx-web');
const SERVICE = at('m-09-service-apps-my-svc');
const NFS_CLASS = `kubectl apply -f - <<EOF
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: managed-nfs-storage }
provisioner: nfs.csi.example.com
EOF`;

const STATEFUL: Scenario = {
  id: 'ctl-stateful',
  title: 'a StatefulSet whose storage class is not there yet',
  files: ['controllers'],
  steps: [
    ...inNamespace(WEB),
    ...applies(
      SERVICE,
      ['service/my-svc'],
      [
        [
          'kubectl get service my-svc -n $AT',
          `
          NAME     TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
          my-svc   ClusterIP   None         <none>        80/TCP    <age>`,
        ],
      ],
    ),
    ...applies(
      WEB,
      ['statefulset.apps/nginx-web (changes)'],
      [
        ['kubectl get pods -n $AT --no-headers', 'nginx-web-0 0/1 Pending 0 <age>'],
        [
          'kubectl describe pod nginx-web-0 -n $AT | grep -m 1 FailedScheduling',
          'Warning FailedScheduling <text> default-scheduler 0/<number> nodes are available: <text>pod has unbound immediate PersistentVolumeClaims<text>',
        ],
        [
          'kubectl describe pvc nginx-web-nginx-web-0 -n $AT | grep -m 1 ProvisioningFailed',
          'Warning ProvisioningFailed <text> storageclass.storage.k8s.io "managed-nfs-storage" not found',
        ],
        [NFS_CLASS, 'storageclass.storage.k8s.io/managed-nfs-storage <word>'],
        ['kubectl rollout status statefulset/nginx-web -n $AT', '…\n<text>roll<text>complete: 2 <text>', 120],
        [
          'kubectl get pvc -n $AT --no-headers',
          [0, 1]
            .map((n) => `nginx-web-nginx-web-${n} Bound pvc-<word> 2Gi RWO managed-nfs-storage <text><age>`)
            .join('\n'),
        ],
        ['kubectl get endpoints my-svc -n $AT --no-headers 2>/dev/null', 'my-svc <ip>:80,<ip>:80 <age>'],
      ],
    ),
    ...removes(WEB, 'app=nginx-web'),
    { id: 'gone', line: `kubectl delete -f ${SERVICE}` },
    { id: 'gone', line: 'kubectl delete pvc -n $AT -l app=nginx-web' },
    {
      id: 'gone',
      line: 'kubectl delete storageclass managed-nfs-storage',
      demoOnly: 'the class was not made there',
    },
  ],
};

const DEFAULT_NAMESPACE = at('m-21-namespace-default');
const STAGE = at('m-23-muti-res-yml-namespace-stage-pod-stage-mypod');
const POLICY = 'operations/m12.yaml';
const OWN = "it makes a namespace whose name is not the test's own";

const NAMESPACES: Scenario = {
  id: 'ctl-ns',
  title: 'namespaces, one of them as it was printed from a live cluster, and a policy in another',
  files: ['controllers', 'operations'],
  steps: [
    {
      id: 'm-21',
      line: `kubectl apply -f ${DEFAULT_NAMESPACE}`,
      code: 1,
      prints: `
        …
        Error from server (Conflict): error when applying patch:
        {"metadata":{"annotations":<text>
        to:
        Resource: "/v1, Resource=namespaces", GroupVersionKind: "/v1, Kind=Namespace"
        Name: "default", Namespace: ""
        for: "${DEFAULT_NAMESPACE}": <text>Operation cannot be fulfilled on namespaces "default": the object has been modified; please apply your changes to the latest version and try again`,
    },
    {
      id: 'm-21',
      line: `kubectl apply --server-side -f ${DEFAULT_NAMESPACE}`,
      code: 1,
      prints: `
        error: Operation cannot be fulfilled on namespaces "default": the object has been modified; please apply your changes to the latest version and try again
        …`,
    },
    {
      id: 'm-22',
      line: `kubectl apply --dry-run=server -f ${at('m-22-namespace-dev')}`,
      prints: 'namespace/dev created (server dry run)',
    },
    {
      id: 'm-22',
      line: `kubectl apply -f ${at('m-22-namespace-dev')}`,
      demoOnly: OWN,
      prints: 'namespace/dev created',
    },
    { id: 'm-22', line: 'kubectl get ns dev --no-headers', demoOnly: OWN, sees: 'dev Active <age>' },
    ...inNamespace(POLICY),
    ...applies(
      POLICY,
      ['networkpolicy.networking.k8s.io/allow-sq-demo-ingress'],
      [
        [
          'kubectl describe networkpolicy allow-sq-demo-ingress -n $AT',
          `
          Name: allow-sq-demo-ingress
          …
          PodSelector: app=sq-demo
          …
          To Port: 80/TCP
          …
          CIDR: 10.244.0.0/16
          Except: 10.244.3.0/24
          …
          Policy Types: Ingress`,
        ],
      ],
    ),
    { id: 'gone', line: `kubectl delete -f ${POLICY}` },
    { id: 'm-22', line: 'kubectl delete ns dev', demoOnly: OWN, prints: 'namespace "dev" deleted' },
    {
      id: 'm-23',
      line: `kubectl apply --dry-run=server -f ${STAGE}`,
      demoOnly: OWN,
      code: 1,
      prints: `
        namespace/stage created (server dry run)
        Error from server (NotFound): error when creating "${STAGE}": namespaces "stage" not found`,
    },
    {
      id: 'm-23',
      line: `kubectl apply -f ${STAGE}`,
      demoOnly: OWN,
      prints: `
        namespace/stage created
        pod/mypod created`,
    },
    {
      id: 'm-23',
      line: 'kubectl get pods -n stage --no-headers',
      demoOnly: OWN,
      sees: 'mypod 1/1 Running 0 <age>',
    },
    {
      id: 'm-23',
      line: `kubectl apply --server-side -f ${STAGE}`,
      demoOnly: OWN,
      prints: `
        namespace/stage serverside-applied
        pod/mypod serverside-applied`,
    },
    {
      id: 'm-23',
      line: `kubectl delete -f ${STAGE}`,
      demoOnly: OWN,
      prints: `
        namespace "stage" deleted
        pod "mypod" deleted`,
    },
  ],
};

export const CONTROLLERS: readonly Scenario[] = [PODS, ROLLOUTS, JOBS, STATEFUL, NAMESPACES, MISSING_NAMESPACE];
