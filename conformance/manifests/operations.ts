import type { Scenario } from '../scenarios/scenario.ts';
import { applies, inNamespace, isUnknown, looksAt, removes, wasKnown } from './story.ts';

const at = (name: string): string => `operations/${name}.yaml`;
const CLUSTER_WIDE = "its names are the whole cluster's";

const FIRST: Scenario = {
  id: 'ops-first',
  title: 'a Pod of two containers, a Deployment, a ConfigMap',
  files: ['operations'],
  steps: [
    ...inNamespace(at('m01')),
    ...applies(
      at('m01'),
      ['pod/sq-pod'],
      [
        ['kubectl get pod sq-pod -n $AT --no-headers', 'sq-pod 2/2 Running 0 <age>'],
        [
          'kubectl exec sq-pod -n $AT -c sq-busybox -- sh -c "wget -qO- http://localhost/ | grep -c Welcome"',
          '<number>',
        ],
      ],
    ),
    { id: 'gone', line: `kubectl delete -f ${at('m01')} --now` },
    ...applies(
      at('m02'),
      ['deployment.apps/sq-dploy'],
      [
        ['kubectl rollout status deployment/sq-dploy -n $AT', '…\ndeployment "sq-dploy" successfully rolled out'],
        [
          'kubectl get pods -n $AT -l app=sq-test2 --no-headers',
          'sq-dploy-<hash>-<hash> 1/1 Running 0 <age>\nsq-dploy-<hash>-<hash> 1/1 Running 0 <age>',
        ],
      ],
    ),
    ...removes(at('m02'), 'app=sq-test2'),
    ...inNamespace(at('m03')),
    ...applies(
      at('m03'),
      ['configmap/nginx-ingress-controller'],
      [
        [
          'kubectl get configmap nginx-ingress-controller -n $AT --show-labels --no-headers',
          'nginx-ingress-controller 1 <age> app=ingress-nginx',
        ],
      ],
    ),
    { id: 'gone', line: `kubectl delete -f ${at('m03')}` },
  ],
};

const INGRESS: Scenario = {
  id: 'ops-ingress',
  title: 'a Service, its backend, and an Ingress in a version that was removed and in that of today',
  files: ['operations'],
  steps: [
    ...inNamespace(at('m04-m05')),
    ...applies(
      at('m04-m05'),
      ['service/sq-ingress', 'deployment.apps/sq-ingress-backend-pod'],
      [
        [
          'kubectl rollout status deployment/sq-ingress-backend-pod -n $AT',
          '…\ndeployment "sq-ingress-backend-pod" successfully rolled out',
        ],
        [
          'kubectl get endpoints sq-ingress -n $AT --no-headers 2>/dev/null',
          'sq-ingress <ip>:<number>,<ip>:<number>,<ip>:<number> + 3 more... <age>',
        ],
        [
          'kubectl logs deployment/sq-ingress-backend-pod -n $AT 2>/dev/null | grep -m 1 -o "Server startup in"',
          'Server startup in',
        ],
      ],
    ),
    ...isUnknown(at('m06'), 'ingress-sq-ingress', 'Ingress', 'extensions/v1beta1', 22),
    ...wasKnown(at('m06'), 'ingress.extensions/ingress-sq-ingress', 22),
    ...applies(
      at('m06-1'),
      ['ingress.networking.k8s.io/ingress-sq-ingress'],
      [
        [
          'kubectl get ingress ingress-sq-ingress -n $AT',
          `
          NAME                 CLASS   HOSTS                  ADDRESS   PORTS     AGE
          ingress-sq-ingress   nginx   ingress.aezocn.local             80, 443   <age>`,
        ],
        [
          'kubectl describe ingress ingress-sq-ingress -n $AT 2>/dev/null',
          `
          …
          TLS:
            sq-ingress-secret terminates ingress.aezocn.local
          Rules:
            Host                  Path  Backends
            ----                  ----  --------
            ingress.aezocn.local
                                  /     sq-ingress:8080 <text>
          …`,
        ],
      ],
    ),
    { id: 'gone', line: `kubectl delete -f ${at('m06-1')}` },
    ...removes(at('m04-m05'), 'app=sq-ingress'),
    ...isUnknown(at('m14'), 'allow-tz-env', 'PodPreset', 'settings.k8s.io/v1alpha1', 20),
  ],
};

const UNKNOWN_FIELD = 'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector';

const MISTAKE: Scenario = {
  id: 'ops-mistake',
  title: 'a misspelt field',
  files: ['operations'],
  steps: [
    {
      id: 'm13',
      line: `kubectl apply -f ${at('m13')}`,
      code: 1,
      since: 27,
      kubectl: { from: 25 },
      prints: `Error from server (BadRequest): error when creating "${at('m13')}": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "${UNKNOWN_FIELD}.matchExpression"`,
    },
    {
      id: 'm13',
      line: `kubectl apply -f ${at('m13')}`,
      code: 1,
      kubectl: { to: 24 },
      prints: `error: error validating "${at('m13')}": error validating data: ValidationError(Pod.${UNKNOWN_FIELD}): unknown field "matchExpression" in io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector; if you choose to ignore these errors, turn validation off with --validate=false`,
    },
    {
      id: 'm13',
      line: `kubectl apply --dry-run=server --validate=warn -f ${at('m13')}`,
      since: 27,
      kubectl: { from: 25 },
      prints: `
        Warning: unknown field "${UNKNOWN_FIELD}.matchExpression"
        pod/sq-affinity created (server dry run)`,
    },
    {
      id: 'm13',
      line: `kubectl apply --server-side -f ${at('m13')}`,
      code: 1,
      since: 27,
      kubectl: { from: 25 },
      prints: `<text>: failed to create typed patch object (<ns>/sq-affinity; /v1, Kind=Pod): .${UNKNOWN_FIELD}.matchExpression: field not declared in schema`,
    },
    {
      id: 'm13',
      line: `kubectl apply --validate=false -f ${at('m13')}`,
      prints: '…\npod/sq-affinity created',
    },
    ...looksAt('m13', [
      ['kubectl get pod sq-affinity --no-headers', 'sq-affinity 0/1 Pending 0 <age>'],
      [
        'kubectl describe pod sq-affinity | grep -m 1 FailedScheduling',
        "Warning FailedScheduling <text> default-scheduler 0/<number> nodes are available: <text>node(s) didn't match Pod's node affinity/selector<text>",
      ],
    ]),
  ],
};

const STORAGE: Scenario = {
  id: 'ops-storage',
  title: 'volumes: shared by two containers, made by hand, claimed',
  files: ['operations'],
  steps: [
    ...inNamespace(at('m07')),
    ...applies(
      at('m07'),
      ['pod/sq-volumes (changes)'],
      [
        ['kubectl get pod sq-volumes -n $AT --no-headers', 'sq-volumes 2/2 Running 0 <age>'],
        [
          'kubectl exec sq-volumes -n $AT -c sq-nginx -- sh -c "tail -1 /usr/share/nginx/html/index.html"',
          '<text> 20<number>',
        ],
        ['kubectl exec sq-volumes -n $AT -c sq-nginx -- curl -s http://localhost/', '<text> 20<number>\n…'],
      ],
    ),
    { id: 'gone', line: `kubectl delete -f ${at('m07')} --now` },
    ...applies(
      at('m08-m09'),
      ['persistentvolume/pv001', 'persistentvolume/pv002'],
      [
        [
          'kubectl get pv pv001 pv002 --no-headers',
          `
          pv001 1Gi RWO,RWX Retain Available <text><age>
          pv002 2Gi RWX Retain Available <text><age>`,
        ],
      ],
    ).map((step) => ({ ...step, demoOnly: CLUSTER_WIDE })),
    ...applies(
      at('m10-m11'),
      ['persistentvolumeclaim/sq-pvc', 'pod/sq-volumes-pvc (changes)'],
      [
        ['kubectl get pod sq-volumes-pvc -n $AT --no-headers', 'sq-volumes-pvc 1/1 Running 0 <age>'],
        ['kubectl get pvc sq-pvc -n $AT --no-headers', 'sq-pvc Bound <word> 2Gi RWX <text><age>'],
      ],
    ),
    { id: 'gone', line: `kubectl delete -f ${at('m10-m11')}` },
    { id: 'gone', line: `kubectl delete -f ${at('m08-m09')}`, demoOnly: CLUSTER_WIDE },
  ],
};

export const OPERATIONS: readonly Scenario[] = [FIRST, INGRESS, MISTAKE, STORAGE];
