import type { Scenario, Step } from '../scenarios/scenario.ts';
import { applies, inNamespace, type Look } from './story.ts';

const at = (name: string): string => `controllers/${name}.yaml`;
const PENDING = 'Pending 5';
const states = (app: string): string =>
  `kubectl get pods -l app=${app} --no-headers | tr -s " " | cut -d " " -f 3 | sort | uniq -c | sed "s/ *\\([0-9]*\\) \\(.*\\)/\\2 \\1/"`;
const reason = (words: string): Look => [
  `kubectl get events --field-selector reason=FailedScheduling -o jsonpath='{range .items[*]}{.message}{"\\n"}{end}' | grep -m 1 "${words}"`,
  `0/<number> nodes are available: <text>${words}<text>`,
];

/** One Deployment, looked at, and taken away so that the next one of the same name may come. */
function one(name: string, deployment: string, app: string, looks: readonly Look[]): Step[] {
  const file = at(name);
  return [
    ...applies(file, [`deployment.apps/${deployment}`], looks),
    { id: 'gone', line: `kubectl delete -f ${file}` },
    { id: 'gone', line: `kubectl get pods -l app=${app}`, sees: 'No resources found<text>' },
    { id: 'gone', line: 'kubectl delete events --all' },
  ];
}

/** as it happens, all nodes of the demo are the test's */
const OTHERS = "other people's nodes keep their labels";
const LABELS = 'ssd=true cpu=high';

/** Where pods go, and the words for why they do not. */
export const SCHEDULING: Scenario = {
  id: 'ctl-schedule',
  title: 'where pods go: names, selectors, affinities, taints',
  files: ['controllers'],
  steps: [
    ...inNamespace(at('m-11-deployment-nginx-deploy')),
    {
      id: 'nodes',
      line: `export NODE=$(kubectl get nodes -o jsonpath='{range .items[*]}{.metadata.name} {.spec.taints}{"\\n"}{end}' | grep -m 1 " $" | tr -d " "); test -n "$NODE"`,
    },
    ...one('m-11-deployment-nginx-deploy', 'nginx-deploy', 'nginx', [
      [states('nginx'), PENDING],
      [
        'kubectl get pods -l app=nginx -o wide --no-headers | tail -1',
        'nginx-deploy-<hash>-<hash> 0/1 Pending 0 <age> <none> centos-7-56 <none> <none>',
      ],
    ]),
    ...one('m-12-deployment-nginx-deploy', 'nginx-deploy', 'nginx', [
      [states('nginx'), PENDING],
      reason("node(s) didn't match Pod's node affinity/selector"),
      [`kubectl label node $NODE ${LABELS}`, 'node/<word> <word>'],
      [states('nginx'), 'Running 5'],
      [
        `kubectl get pods -l app=nginx -o jsonpath='{range .items[*]}{.spec.nodeName}{"\\n"}{end}' | sort -u | grep -cx $NODE`,
        '1',
      ],
      ['kubectl label node $NODE ssd- cpu-', 'node/<word> <word>'],
    ]),
    ...one('m-13-deployment-nginx-deploy', 'nginx-deploy', 'nginx', [
      [states('nginx'), PENDING],
      reason("node(s) didn't match Pod's node affinity/selector"),
      ['kubectl label node $NODE cpu=high', 'node/<word> labeled'],
      [states('nginx'), 'Running 5'],
    ]),
    { id: 'nodes', line: 'kubectl label nodes --all cpu=high --overwrite', demoOnly: OTHERS },
    ...one('m-14-deployment-nginx-deploy', 'nginx-deploy', 'nginx', [
      [states('nginx'), PENDING],
      reason("node(s) didn't match Pod's node affinity/selector"),
      ['kubectl label node $NODE cpu-', 'node/<word> <word>'],
      [states('nginx'), 'Running 5'],
    ]),
    { id: 'nodes', line: 'kubectl label nodes --all cpu-', demoOnly: OTHERS },
    ...one('m-15-deployment-nginx-deploy', 'nginx-deploy', 'nginx', [[states('nginx'), 'Running 5']]),
    ...one('m-16-deployment-nginx-deploy', 'nginx-deploy', 'nginx', [[states('nginx'), 'Running 5']]),
    ...applies(
      at('m-19-deployment-nginx-deploy-x6'),
      ['deployment.apps/nginx-deploy'],
      [[states('nginx'), 'Running 6']],
    ),
    ...one('m-17-deployment-slb-deploy', 'slb-deploy', 'slb', [
      [states('slb'), PENDING],
      reason("node(s) didn't match pod affinity rules"),
    ]),
    ...one('m-18-deployment-slb-deploy', 'slb-deploy', 'slb', [[states('slb'), 'Running 5']]),
    ...one('m-20-deployment-prometheus', 'prometheus', 'prometheus', [
      [states('prometheus'), 'Pending 1'],
      ['kubectl label node $NODE prometheus=true', 'node/<word> labeled'],
      ['kubectl taint node $NODE monitor=yes:NoSchedule', 'node/<word> tainted'],
      [states('prometheus'), 'Running 1'],
      ['kubectl taint node $NODE monitor-', 'node/<word> untainted'],
      ['kubectl label node $NODE prometheus-', 'node/<word> <word>'],
    ]),
    { id: 'gone', line: `kubectl delete -f ${at('m-19-deployment-nginx-deploy-x6')}` },
  ],
};
