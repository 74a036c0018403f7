import type { Scenario, Step } from '../scenarios/scenario.ts';
import { applies, type Look } from './story.ts';

const at = (name: string): string => `tutorials/${name}.yaml`;

const up = (deployment: string): Look => [
  `kubectl rollout status deployment/${deployment}`,
  `…\ndeployment "${deployment}" successfully rolled out`,
  90,
];
const served = (service: string, addresses: string): Look => [
  `kubectl get endpoints ${service} --no-headers 2>/dev/null`,
  `${service} ${addresses} <age>`,
];
const deployment = (file: string, name: string): Step[] =>
  applies(at(file), [`deployment.apps/${name}${/^[12]/.test(file) ? ' (changes)' : ''}`], [up(name)]);
const service = (file: string, name: string, addresses: string): Step[] =>
  applies(at(file), [`service/${name}`], [served(name, addresses)]);

const FIRST_STEPS: Scenario = {
  id: 'tut-first',
  title: 'what the tutorials create: applications and their Services',
  files: ['tutorials'],
  steps: [
    ...deployment('1-hello-node-deployment', 'hello-node'),
    ...service('1-hello-node-service', 'hello-node', '<ip>:8080'),
    ...deployment('2.2-kubernetes-bootcamp-deployment', 'kubernetes-bootcamp'),
    ...service('2.4-kubernetes-bootcamp-service', 'kubernetes-bootcamp', '<ip>:8080'),
    ...deployment('5.2-redis-leader-deployment', 'redis-leader'),
    ...service('5.2-redis-leader-service', 'redis-leader', '<ip>:6379'),
    ...deployment('5.2-redis-follower-deployment', 'redis-follower'),
    ...service('5.2-redis-follower-service', 'redis-follower', '<ip>:6379,<ip>:6379'),
    ...deployment('5.2-frontend-deployment', 'frontend'),
    ...service('5.2-frontend-service', 'frontend', '<ip>:80,<ip>:80,<ip>:80'),
    ...applies(at('3.2-example-redis-config'), ['configmap/example-redis-config']),
    ...applies(
      at('3.2-redis-pod'),
      ['pod/redis (changes)'],
      [['kubectl get pod redis --no-headers', 'redis 1/1 Running 0 <age>']],
    ),
    {
      id: '3.2-updated',
      line: `kubectl apply -f ${at('3.2-example-redis-config-updated')}`,
      code: null,
      prints: '…\nconfigmap/example-redis-config configured',
    },
    {
      id: '3.2-updated',
      line: 'kubectl get configmap example-redis-config -o jsonpath="[{.data.redis-config}]" | tr "\\n" "|"',
      otherWay: 'the value keeps its trailing blanks',
      prints: '[maxmemory 2mb|maxmemory-policy allkeys-lru    |]',
    },
  ],
};

const web = (file: string): Step[] => [
  ...applies(
    at(file),
    ['service/nginx', 'statefulset.apps/web (changes)'],
    [
      ['kubectl rollout status statefulset/web', '…\n<text>roll<text>complete: 2 <text>', 120],
      ['kubectl get pods -l app=nginx --no-headers', 'web-0 1/1 Running 0 <age>\nweb-1 1/1 Running 0 <age>'],
      [
        'kubectl get pvc -l app=nginx --no-headers',
        'www-web-0 Bound pvc-<word> 1Gi RWO standard <text><age>\nwww-web-1 Bound pvc-<word> 1Gi RWO standard <text><age>',
      ],
      served('nginx', '<ip>:80,<ip>:80'),
    ],
  ),
  { id: 'gone', line: `kubectl delete -f ${at(file)}` },
  { id: 'gone', line: 'kubectl get pods -l app=nginx', sees: 'No resources found<text>' },
];

const STATEFUL: Scenario = {
  id: 'tut-stateful',
  title: 'StatefulSets, ordered and parallel',
  files: ['tutorials'],
  steps: [...web('6.1-web'), ...web('6.1-web-parallel')],
};

const KUSTOMIZE: Scenario = {
  id: 'tut-kustomize',
  title: 'WordPress and MySQL by kustomize',
  files: ['tutorials'],
  steps: [
    ...applies(
      'tutorials/kustomize-6.2/',
      [
        'deployment.apps/wordpress',
        'deployment.apps/wordpress-mysql',
        'persistentvolumeclaim/mysql-pv-claim',
        'persistentvolumeclaim/wp-pv-claim',
        'secret/mysql-pass-<hash>',
        'service/wordpress',
        'service/wordpress-mysql',
      ],
      [
        up('wordpress-mysql'),
        up('wordpress'),
        served('wordpress', '<ip>:80'),
        [
          'kubectl get pvc --no-headers',
          `
            mysql-pv-claim Bound pvc-<word> 20Gi RWO standard <text><age>
            wp-pv-claim    Bound pvc-<word> 20Gi RWO standard <text><age>`,
        ],
        ['kubectl get service wordpress --no-headers', 'wordpress LoadBalancer <ip> <ip> 80:<number>/TCP <age>'],
      ],
    ),
    { id: 'gone', line: 'kubectl delete -k tutorials/kustomize-6.2/' },
    { id: 'gone', line: 'kubectl get pods', sees: 'No resources found in <ns> namespace.' },
  ],
};

export const TUTORIALS: readonly Scenario[] = [FIRST_STEPS, STATEFUL, KUSTOMIZE];
