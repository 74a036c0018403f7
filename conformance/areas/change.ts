import type { Area } from '../entry.ts';
import { PART_GROUPS } from './change-parts.ts';
import { configMap, deployment, each, fails, k, pod, service, yaml } from './samples.ts';

/** Without what differs by version: status, defaults that came later. */
const asYaml = (what: string): string =>
  `kubectl get ${what} -o yaml | sed '/managedFields:/,/^  name:/{/^  name:/!d}' | grep -v selfLink`;

export const CHANGE: Area = {
  name: 'change',
  groups: [
    {
      name: 'apply',
      files: {
        'one.yaml': configMap('settings'),
        'two.yaml': configMap('settings').replace('blue', 'red').replace('  size: large\n', ''),
        'all.yaml': yaml(configMap('a'), configMap('b'), service('web')),
        'folder/x.yaml': configMap('x'),
        'folder/y.json': JSON.stringify({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'y' },
          data: { a: 'b' },
        }),
        'folder/deeper/z.yaml': configMap('z'),
        'kustomized/kustomization.yaml': 'resources: [c.yaml]\nnamePrefix: pre-\ncommonLabels: {app: kustomized}\n',
        'kustomized/c.yaml': configMap('c'),
        'deploy.yaml': deployment('web', 1),
        'deploy-3.yaml': deployment('web', 3),
        'selector.yaml': deployment('web', 1).replaceAll('{app: web}', '{app: other}'),
        'service-ip.yaml': service('web').replace('spec:', 'spec:\n  clusterIP: 10.96.0.77'),
        'prune-1.yaml': yaml(configMap('p1'), configMap('p2')).replaceAll(/app: p\d/g, 'set: pruned'),
        'prune-2.yaml': configMap('p1').replace('app: p1', 'set: pruned'),
        'stale.yaml': configMap('settings').replace('name: settings', 'name: settings\n  resourceVersion: "1"'),
      },
      entries: [
        ...each('apply -f one.yaml'),
        k('apply -f one.yaml', { name: 'apply again' }),
        ...each('diff -f one.yaml'),
        {
          name: 'diff finds',
          run: "kubectl diff -f two.yaml | grep -E '^[+-] '",
        },
        k('diff -f two.yaml', { code: 1, differs: { because: 'names of temporary files' }, out: '+  color: red' }),
        ...each(
          'apply -f two.yaml --dry-run=client',
          'apply -f two.yaml --dry-run=server',
          "get cm settings -o jsonpath='{.data}'",
          'apply -f two.yaml',
          "get cm settings -o jsonpath='{.data}'",
        ).map((entry, index) => ({ ...entry, name: `${index} ${entry.run}` })),
        { name: 'the last applied configuration', run: 'kubectl apply view-last-applied cm settings' },
        { name: 'applied as YAML', run: asYaml('cm settings') },
        k('label cm settings by=hand'),
        k('apply -f two.yaml', { name: 'apply keeps what others wrote' }),
        k("get cm settings -o jsonpath='{.metadata.labels}'"),
        k('apply -f all.yaml -o name'),
        k('apply -f all.yaml', { name: 'apply all again' }),
        k('apply -f folder'),
        k('apply -R -f folder'),
        k('apply -k kustomized', {
          differs: { because: 'kustomize warns of commonLabels today', lines: /Warning|stderr/ },
        }),
        k('apply -f one.yaml -f all.yaml'),
        { name: 'apply from stdin', run: 'cat one.yaml | kubectl apply -f -' },
        k('apply set-last-applied -f one.yaml'),
        k('apply -f deploy.yaml'),
        k('apply -f deploy-3.yaml'),
        k("get deploy web -o jsonpath='{.spec.replicas}'"),
        k('apply -f prune-1.yaml'),
        k('apply --prune --prune-whitelist=core/v1/ConfigMap -l set=pruned -f prune-2.yaml', { kubectl: { to: 25 } }),
        k('apply --prune --prune-allowlist=core/v1/ConfigMap -l set=pruned -f prune-2.yaml', { kubectl: { from: 26 } }),
        k('get cm -l set=pruned'),
        ...fails(
          'apply -f selector.yaml',
          'apply -f service-ip.yaml',
          'apply -f none.yaml',
          'apply -f one.yaml -n none-such',
        ),
        k('apply -f stale.yaml', { code: 1 }),
        k('apply --force -f selector.yaml', { differs: { because: 'kubectl words of today' } }),
      ],
    },
    {
      name: 'server-side',
      files: {
        'one.yaml': configMap('settings'),
        'red.yaml': configMap('settings').replace('blue', 'red'),
        'small.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {color: blue}\n',
        'deploy.yaml': deployment('web', 1),
        'image.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers: [{name: nginx, image: "nginx:1.16.1"}]
`,
        'invalid.yaml': configMap('Bad_Name'),
      },
      entries: [
        k('apply --server-side -f one.yaml'),
        k('apply --server-side -f one.yaml', { name: 'again' }),
        k('apply --server-side -f red.yaml --field-manager=other', { code: 1 }),
        k('apply --server-side -f red.yaml --field-manager=other --force-conflicts'),
        {
          name: 'owners',
          run: `kubectl get cm settings -o jsonpath='{range .metadata.managedFields[*]}{.manager} {.operation} {.fieldsV1}{"\\n"}{end}'`,
          kubectl: { to: 20 },
        },
        {
          name: 'owners shown',
          run: `kubectl get cm settings --show-managed-fields -o jsonpath='{range .metadata.managedFields[*]}{.manager} {.operation} {.fieldsV1}{"\\n"}{end}'`,
          kubectl: { from: 21 },
        },
        k('apply --server-side -f one.yaml', { name: 'conflict the other way', code: 1 }),
        k('apply --server-side -f small.yaml --field-manager=other', { name: 'give up fields' }),
        k("get cm settings -o jsonpath='{.data} {.metadata.labels}'"),
        k('apply --server-side -f one.yaml --dry-run=server --force-conflicts', { name: 'dry run' }),
        k("get cm settings -o jsonpath='{.data.size}'"),
        k('apply --server-side -f deploy.yaml'),
        k('apply --server-side --validate=false -f image.yaml --field-manager=deployer', { code: 1 }),
        k('apply --server-side --validate=false -f image.yaml --field-manager=deployer --force-conflicts'),
        k(
          "get deploy web -o jsonpath='{.spec.template.spec.containers[*].image} {.spec.template.spec.containers[*].ports[*].containerPort}'",
        ),
        k('scale deploy web --replicas=2'),
        k('apply --server-side -f deploy.yaml', {
          name: 'conflicts with scale and image',
          since: 22,
          code: 1,
          err: 'Apply failed with 2 conflicts',
        }),
        k('apply --server-side -f invalid.yaml', { code: 1 }),
        k('diff --server-side -f red.yaml', { code: 'any', differs: { because: 'names of temporary files' } }),
        k('apply --server-side --force-conflicts -f red.yaml -o name'),
        k('create cm late --from-literal=a=b', {}),
      ],
    },
    {
      name: 'edit',
      files: { 'all.yaml': yaml(configMap('settings'), deployment('web', 0)) },
      before: ['kubectl apply -f all.yaml'],
      entries: [
        { name: 'edit a value', run: "EDITOR='sed -i s/blue/green/' kubectl edit cm settings" },
        k("get cm settings -o jsonpath='{.data.color}'"),
        { name: 'edit nothing', run: 'EDITOR=true kubectl edit cm settings' },
        { name: 'edit replicas', run: "EDITOR='sed -i s/replicas:.0/replicas:\\ 1/' kubectl edit deploy/web" },
        k('get deploy web -o jsonpath={.spec.replicas}'),
        { name: 'edit as JSON', run: "EDITOR='sed -i s/green/white/' kubectl edit cm settings -o json" },
        {
          name: 'edit several',
          run: "EDITOR='sed -i s/large/small/' kubectl edit cm/settings deploy/web",
          code: 'any',
        },
        {
          name: 'edit an immutable field is refused',
          run: "EDITOR='sed -i s/matchLabels/matchLabels/;s/size/siz_e!/' kubectl edit cm settings 2>&1 | grep -v -e /tmp -e 'edit-'",
          code: 'any',
          differs: { because: 'the editor opens again, kubectl gives up in its own words' },
        },
        k('edit cm nothing', { code: 1 }),
        {
          name: 'edit and record',
          run: "EDITOR='sed -i s/white/blue/' kubectl edit cm settings --output-patch=true",
          code: 'any',
        },
      ],
    },
    {
      name: 'patch',
      files: {
        'all.yaml': yaml(configMap('settings'), deployment('web', 1), service('web')),
        'patch.yaml': 'data:\n  size: huge\n',
      },
      before: ['kubectl apply -f all.yaml'],
      entries: [
        ...each(
          `patch deployment web -p '{"spec":{"replicas":2}}'`,
          `patch deploy/web -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"nginx:1.16.1"}]}}}}'`,
          `patch deployment web --type=json -p '[{"op":"replace","path":"/spec/replicas","value":1}]'`,
          `patch deployment web --type=merge -p '{"metadata":{"annotations":{"a":"b"}}}'`,
          `patch svc web -p '{"spec":{"type":"NodePort"}}'`,
          'get svc web',
          `patch svc web -p '{"spec":{"type":"ClusterIP"}}'`,
          `patch svc web -p '{"spec":{"ports":[{"port":443,"name":"tls"}]}}'`,
          `get svc web -o jsonpath='{.spec.ports[*].name}'`,
          `patch cm settings -p 'data: {color: red}'`,
          `patch cm settings --type=merge -p '{"data":{"size":null}}'`,
          `patch cm settings -p '{"metadata":{"finalizers":["example.com/keep"]}}'`,
          `get cm settings -o jsonpath='{.data} {.metadata.finalizers}'`,
          'delete cm settings --wait=false',
          `patch cm settings -p '{"metadata":{"finalizers":null}}'`,
          'get cm settings --ignore-not-found',
          `patch deployment web -p '{"spec":{"replicas":1}}'`,
          `patch deployment web --dry-run=server -p '{"spec":{"replicas":5}}'`,
          `patch deployment web --dry-run=client -p '{"spec":{"replicas":5}}'`,
          `patch deployment web -p '{"spec":{"replicas":3}}' -o jsonpath='{.spec.replicas}'`,
          `patch deploy web -p '{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}'`,
          `get deploy web -o jsonpath='{.spec.strategy}'`,
        ),
        ...fails(
          `patch deployment web -p '{"spec":{"selector":{"matchLabels":{"app":"x"}}}}'`,
          `patch deployment web -p '{"spec":{"replicas":-1}}'`,
          `patch deployment web -p '{"spec":{"replicas":"x"}}'`,
          `patch deployment web --type=json -p '[{"op":"replace","path":"/spec/none/x","value":1}]'`,
          `patch deployment web --type=json -p '[{"op":"test","path":"/spec/replicas","value":77}]'`,
          `patch deployment web --type=json -p '[{"op":"remove","path":"/spec/none"}]'`,
          `patch deployment web --type=json -p '{"a":1}'`,
          `patch deployment web -p 'not: [json'`,
          `patch deployment nothing -p '{}'`,
          `patch deployment web --type=nonsense -p '{}'`,
          'patch deployment web',
          `patch svc web -p '{"spec":{"clusterIP":"1.2.3.4"}}'`,
          `patch svc web -p '{"spec":{"ports":[{"port":70000}]}}'`,
          `patch svc web -p '{"spec":{"type":"Nonsense"}}'`,
          `patch deployment web -p '{"metadata":{"labels":{"bad key!":"x"}}}'`,
          `patch deployment web -p '{"metadata":{"name":"other"}}'`,
          `patch deployment web -p '{"metadata":{"resourceVersion":"1"}}'`,
          `patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"new"}]}}}}'`,
          `patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","resources":{"limits":{"cpu":"x"}}}]}}}}'`,
          `patch deploy web -p '{"spec":{"template":{"spec":{"restartPolicy":"Never"}}}}'`,
        ),
        k('patch -f all.yaml -p \'{"metadata":{"labels":{"z":"z"}}}\'', { code: 'any' }),
        k(`patch deploy web --subresource=status --type=merge -p '{"status":{"observedGeneration":99}}'`, {
          kubectl: { from: 24 },
          since: 24,
          differs: { because: 'flag of v1.24' },
        }),
      ],
    },
    {
      name: 'immutable',
      files: {
        'all.yaml': yaml(
          pod('box'),
          `apiVersion: v1
kind: ConfigMap
metadata: {name: fixed}
immutable: true
data: {a: b}
`,
          `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
`,
          `apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "busybox:1.36", command: ["true"]}]}}}
`,
          `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 0
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: main, image: "busybox:1.36"}]}}
`,
          `apiVersion: v1
kind: Secret
metadata: {name: s}
type: Opaque
`,
          `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: read}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
`,
        ),
      },
      before: ['kubectl apply -f all.yaml', 'kubectl wait --for=condition=Ready pod/box'],
      entries: [
        k(`patch pod box -p '{"spec":{"containers":[{"name":"main","image":"busybox:1.28"}]}}'`),
        k(`patch pod box -p '{"spec":{"nodeName":"other"}}'`, {
          code: 1,
          err: 'spec: Forbidden: pod updates may not change fields other than',
          differs: { because: 'the list of fields grew' },
        }),
        k(`patch pod box -p '{"spec":{"containers":[{"name":"main","command":["true"]}]}}'`, {
          code: 1,
          err: 'spec: Forbidden: pod updates may not change fields other than',
          differs: { because: 'the list of fields grew' },
        }),
        ...fails(
          `patch cm fixed -p '{"data":{"a":"c"}}'`,
          `patch cm fixed -p '{"immutable":false}'`,
          `patch secret s -p '{"type":"other"}'`,
          `patch rolebinding read --type=json -p '[{"op":"replace","path":"/roleRef/name","value":"edit"}]'`,
        ),
        k(`patch pvc data -p '{"spec":{"accessModes":["ReadOnlyMany"]}}'`, {
          code: 1,
          err: 'spec: Forbidden: spec is immutable after creation except resources.requests',
          differs: { because: 'the message holds the difference' },
        }),
        k(`patch pvc data -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'`, {
          code: 1,
          differs: { because: 'words of today' },
        }),
        k(`patch job once -p '{"spec":{"completions":5}}'`, {
          code: 'any',
          differs: { because: 'indexed jobs may grow today' },
        }),
        k(`patch job once -p '{"spec":{"template":{"spec":{"restartPolicy":"OnFailure"}}}}'`, {
          code: 1,
          err: 'field is immutable',
          differs: { because: 'the message holds the whole template' },
        }),
        k(`patch sts db -p '{"spec":{"serviceName":"other"}}'`, {
          code: 1,
          err: 'updates to statefulset spec for fields other than',
          differs: { because: 'the list of fields grew' },
        }),
      ],
    },
    {
      name: 'replace',
      files: {
        'one.yaml': configMap('settings'),
        'two.yaml': configMap('settings').replace('blue', 'red'),
        'none.yaml': configMap('none'),
        'stale.yaml': configMap('settings').replace('name: settings', 'name: settings\n  resourceVersion: "1"'),
        'box.yaml': pod('box'),
      },
      before: [
        'kubectl create -f one.yaml',
        'kubectl create -f box.yaml',
        'kubectl wait --for=condition=Ready pod/box',
      ],
      entries: [
        ...each(
          'replace -f two.yaml',
          "get cm settings -o jsonpath='{.data.color}'",
          'replace -f one.yaml --dry-run=server',
          'replace --force -f two.yaml',
          'replace --force -f box.yaml',
        ),
        {
          name: 'replace what was got',
          run: "kubectl get cm settings -o json | sed 's/red/pink/' | kubectl replace -f -",
        },
        ...fails('replace -f none.yaml', 'replace -f stale.yaml', 'replace -f nothing.yaml', 'replace'),
      ],
    },
    ...PART_GROUPS,
  ],
};
