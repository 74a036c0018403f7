import type { Area } from '../entry.ts';
import { deployment, fails, k, pod, service, yaml } from './samples.ts';

const TALKER = `apiVersion: v1
kind: Pod
metadata: {name: talker, labels: {app: talker}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: loud
    image: busybox:1.36
    # two streams have no order between them: a runtime writes them down as it reads them
    command: [sh, -c, "for i in 1 2 3 4 5; do echo line $i; done; sleep 1; echo to-stderr >&2; sleep 3600"]
  - name: quiet
    image: busybox:1.36
    command: [sh, -c, "echo quiet one; sleep 3600"]
`;
const CRASHER = `apiVersion: v1
kind: Pod
metadata: {name: crasher, labels: {app: crasher}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: busybox:1.36
    command: [sh, -c, "echo start; echo bye; exit 2"]
`;
const CAT = `apiVersion: v1
kind: Pod
metadata: {name: cat, labels: {app: cat}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: main, image: "busybox:1.36", command: [cat], stdin: true}
`;
const TWO = `apiVersion: v1
kind: Pod
metadata: {name: pair, labels: {app: pair}}
spec:
  terminationGracePeriodSeconds: 1
  volumes: [{name: shared, emptyDir: {}}]
  containers:
  - {name: first, image: "busybox:1.36", command: [sleep, "3600"], volumeMounts: [{name: shared, mountPath: /shared}], env: [{name: COLOR, value: blue}]}
  - {name: second, image: "busybox:1.36", command: [sleep, "3600"], volumeMounts: [{name: shared, mountPath: /shared}]}
`;

/** Lets kubectl listen on a port of its choice and reads a page through it. */
const FORWARD = `kubectl port-forward "$1" :80 > forward.log 2>&1 &
trap "kill $!" EXIT
for i in $(seq 100); do grep -qs Forwarding forward.log && break; sleep 0.1; done
export PORT=$(sed -n 's/^Forwarding from 127.0.0.1:\\([0-9]*\\).*/\\1/p' forward.log)
node -e 'fetch("http://127.0.0.1:" + process.env.PORT).then(async (r) => console.log(r.status, (await r.text()).includes("nginx")), console.log)'
head -1 forward.log | sed "s/$PORT/PORT/"
`;
const PROXY = `kubectl proxy --port=0 > proxy.log 2>&1 &
trap "kill $!" EXIT
for i in $(seq 100); do grep -qs Starting proxy.log && break; sleep 0.1; done
export PORT=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\).*/\\1/p' proxy.log)
node -e 'fetch("http://127.0.0.1:" + process.env.PORT + process.argv[1]).then(async (r) => console.log(r.status, (await r.json()).kind), console.log)' "$1"
`;

export const STREAMS: Area = {
  name: 'streams',
  groups: [
    {
      name: 'logs',
      files: { 'all.yaml': yaml(TALKER, CRASHER, deployment('web', 2)) },
      before: [
        'kubectl apply -f all.yaml',
        'kubectl wait --for=condition=Ready pod/talker',
        'kubectl rollout status deploy/web',
      ],
      entries: [
        k('logs talker -c loud', { until: true, out: 'to-stderr' }),
        k('logs talker loud'),
        k('logs talker -c quiet'),
        k('logs talker', { code: 'any' }),
        k('logs talker --all-containers', { unordered: true }),
        k('logs talker --all-containers --prefix', { unordered: true }),
        k('logs talker -c loud --tail=2'),
        k('logs talker -c loud --tail=0'),
        k('logs talker -c loud --timestamps --tail=1'),
        k('logs talker -c loud --since=1h'),
        k('logs talker -c loud --since-time=2020-01-01T00:00:00Z'),
        k('logs talker -c loud --limit-bytes=10'),
        k('logs -l app=talker -c loud --tail=1'),
        k('logs -l app=talker --all-containers --prefix', { unordered: true }),
        k('logs -f talker -c loud', { follow: { until: /to-stderr/ } }),
        k('logs crasher', { until: true, out: 'bye' }),
        k('logs crasher -p', { until: true, out: 'bye' }),
        k('logs crasher --previous --tail=1', { until: true, out: 'bye' }),
        k('logs deploy/web --tail=1', { code: 'any', differs: { because: 'which pod is a matter of chance' } }),
        k('logs svc/none', { code: 1 }),
        ...fails(
          'logs nothing',
          'logs talker -c none',
          'logs talker -c loud --since=1ms',
          'logs talker -c quiet -p',
          'logs talker --tail=x',
          'logs talker -c loud --since=x',
          'logs talker -c loud --since=1s --since-time=2020-01-01T00:00:00Z',
          'logs',
          'logs talker -c loud --limit-bytes=-1',
          'logs deployment/nothing',
        ),
        k('logs -l none=such', {}),
      ],
    },
    {
      name: 'exec',
      files: { 'all.yaml': yaml(pod('box'), TWO, deployment('web', 1), CAT, service('web')) },
      before: [
        'kubectl apply -f all.yaml',
        'kubectl wait --for=condition=Ready pod/box pod/pair pod/cat',
        'kubectl rollout status deploy/web',
      ],
      entries: [
        k('exec box -- echo hello'),
        k("exec box -- sh -c 'echo out; echo err >&2'"),
        k("exec box -- sh -c 'exit 7'", { code: 7 }),
        k('exec box -- false', { code: 1 }),
        k('exec box -- hostname'),
        k('exec box -- pwd'),
        k('exec box -- whoami'),
        k('exec box -- id', { differs: { because: 'the groups of an image' } }),
        k("exec box -- sh -c 'echo $0 $HOME'"),
        k('exec box -- ls /', { differs: { because: 'images of the real cluster are hand-made' }, out: 'etc' }),
        k('exec box -- cat /etc/hostname'),
        k('exec box -- cat /nothing', { code: 1 }),
        k('exec box -- ls /nothing', { code: 1 }),
        k('exec box -- no-such-program', {
          code: 'any',
          differs: { because: 'the words of the container runtime' },
          err: 'executable file not found in $PATH',
        }),
        { name: 'stdin', run: 'echo from stdin | kubectl exec -i box -- cat' },
        { name: 'much stdin', run: 'seq 1 50000 | kubectl exec -i box -- wc -l' },
        { name: 'much stdout', run: 'kubectl exec box -- seq 1 50000 | wc -l' },
        {
          name: 'a file written and read',
          run: "kubectl exec box -- sh -c 'echo kept > /tmp/file'; kubectl exec box -- cat /tmp/file",
        },
        { name: 'a pipe in the container', run: `kubectl exec box -- sh -c 'printf "b\\na\\n" | sort | head -1'` },
        {
          name: 'a loop in the container',
          run: `kubectl exec box -- sh -c 'for i in 1 2 3; do echo $i; done; test -d /tmp && echo yes'`,
        },
        k('exec pair -c second -- hostname'),
        k('exec pair -c first -- env', {
          unordered: true,
          differs: { because: 'Services of the namespace are in it', lines: /_SERVICE_|_PORT/ },
        }),
        k("exec pair -c first -- sh -c 'echo shared > /shared/f'"),
        k('exec pair -c second -- cat /shared/f'),
        k('exec pair -- echo default', {
          differs: { because: 'words of kubectl about the default container' },
          out: 'default',
        }),
        k('exec deploy/web -- hostname', { out: 'web-HASH-RAND' }),
        k('exec svc/web -- nginx -v', {
          err: 'nginx version: nginx/1.',
          differs: { because: 'the image of the real cluster' },
        }),
        k('exec box -- env', {
          unordered: true,
          differs: { because: 'Services of the namespace are in it', lines: /_SERVICE_|_PORT/ },
        }),
        k('exec box -- sleep 0'),
        k('exec box echo old', { code: 'any' }),
        k('exec nothing -- true', { code: 1 }),
        k('exec box -c none -- true', { code: 1 }),
        k('exec box', { code: 1 }),
        k('exec deploy/nothing -- true', { code: 1 }),
        {
          name: 'a shell on a terminal',
          run: 'kubectl exec -it box -- sh',
          terminal: [
            [/# /, 'echo $((6*7)); tty\r'],
            [/42/, 'exit 5\r'],
          ],
          code: 5,
          out: ['42', '/dev/pts/', 'command terminated with exit code 5'],
          differs: { because: 'the banner of the shell' },
        },
        {
          name: 'Ctrl-C on a terminal',
          run: 'kubectl exec -it box -- sh',
          terminal: [
            [/# /, 'echo begin; sleep 100\r'],
            [/\nbegin/, '\x03'],
            [/\nbegin[\s\S]*# /, 'echo back\r'],
            [/\nback/, 'exit\r'],
          ],
          code: 'any',
          out: 'back',
          differs: { because: 'the banner of the shell' },
        },
        {
          name: 'end of input on a terminal',
          run: 'kubectl exec -it box -- sh',
          terminal: [[/# /, '\x04']],
          code: 'any',
          differs: { because: 'the banner of the shell' },
        },
        {
          name: 'attach',
          run: 'kubectl attach cat -i',
          input: 'to the process\n',
          follow: { until: /to the process/ },
          out: 'to the process',
          differs: { because: 'words of kubectl' },
        },
        k('logs cat', { until: true, out: 'to the process' }),
        k('attach nothing', { code: 1 }),
        k('attach box -c none', { code: 1 }),
      ],
    },
    {
      name: 'copy',
      files: { 'all.yaml': pod('box'), 'file.txt': 'hello\n', 'tree/a/b.txt': 'deep\n', 'tree/c.txt': 'flat\n' },
      before: [
        'kubectl apply -f all.yaml',
        'kubectl wait --for=condition=Ready pod/box',
        'head -c 300000 /dev/urandom > blob',
      ],
      entries: [
        k('cp file.txt box:/tmp/file.txt'),
        k('exec box -- cat /tmp/file.txt'),
        {
          name: 'copy back',
          run: 'kubectl cp box:/tmp/file.txt back.txt && cmp file.txt back.txt && echo same',
          differs: { because: 'words of tar' },
          out: 'same',
        },
        k('cp $NS/box:/tmp/file.txt other.txt', { code: 0, differs: { because: 'words of tar' } }),
        k('cp tree box:/tmp/tree'),
        k('exec box -- find /tmp/tree -type f', { unordered: true }),
        {
          name: 'a tree back',
          run: 'kubectl cp box:/tmp/tree tree2 && diff -r tree tree2 && echo same',
          differs: { because: 'words of tar' },
          out: 'same',
        },
        {
          name: 'binary there and back',
          run: 'kubectl cp blob box:/tmp/blob && kubectl cp box:/tmp/blob blob2 && cmp blob blob2 && echo same',
          differs: { because: 'words of tar' },
          out: 'same',
        },
        k('cp file.txt box:/tmp/c.txt -c main'),
        k('cp none.txt box:/tmp/x', { code: 1 }),
        k('cp box:/tmp/none none', { code: 'any', differs: { because: 'words of tar' } }),
        k('cp file.txt nothing:/tmp/x', { code: 1, differs: { because: 'words of kubectl' }, err: 'not found' }),
        k('cp file.txt other.txt', { code: 1 }),
      ],
    },
    {
      name: 'ports',
      files: { 'all.yaml': yaml(deployment('web', 1), service('web')), 'forward.sh': FORWARD, 'proxy.sh': PROXY },
      before: ['kubectl apply -f all.yaml', 'kubectl rollout status deploy/web'],
      entries: [
        ...['deploy/web', 'svc/web', '$(kubectl get pods -l app=web -o name)'].map((what) => ({
          name: `port-forward ${what}`,
          run: `sh forward.sh ${what}`,
          out: ['200 true', 'Forwarding from IP:PORT -> 80'],
        })),
        k('port-forward deploy/nothing 8080:80', { code: 1 }),
        k('port-forward svc/web :81', { code: 1 }),
        k('port-forward nothing :80', { code: 1 }),
        k('port-forward deploy/web', { code: 1 }),
        k('port-forward deploy/web nonsense', { code: 1 }),
        {
          name: 'a Service through the API server',
          run: 'kubectl get --raw /api/v1/namespaces/$NS/services/web:80/proxy/ | grep -c "Welcome to nginx"',
          until: true,
          differs: { because: 'the page has the words twice or once' },
          out: /[1-9]/,
        },
        {
          name: 'a Service by its port name',
          run: 'kubectl get --raw /api/v1/namespaces/$NS/services/web:http/proxy/ | grep -o "<title>.*</title>"',
          out: 'Welcome to nginx',
        },
        {
          name: 'a Pod through the API server',
          run: 'kubectl get --raw /api/v1/namespaces/$NS/pods/$(kubectl get pods -l app=web -o jsonpath={.items[0].metadata.name})/proxy/ | grep -o "<title>.*</title>"',
          out: 'Welcome to nginx',
        },
        {
          name: 'a Pod by port',
          run: 'kubectl get --raw /api/v1/namespaces/$NS/pods/$(kubectl get pods -l app=web -o jsonpath={.items[0].metadata.name}):80/proxy/ | grep -o "<title>.*</title>"',
          out: 'Welcome to nginx',
        },
        {
          name: 'a path that is not there',
          run: 'kubectl get --raw /api/v1/namespaces/$NS/services/web:80/proxy/nothing',
          code: 1,
          differs: { because: 'words of the server behind' },
        },
        k('get --raw /api/v1/namespaces/$NS/services/none/proxy/', { code: 1 }),
        k('get --raw /api/v1/namespaces/$NS/services/web:99/proxy/', { code: 1 }),
        k('proxy --port=0', {
          follow: { until: /Starting to serve on 127\.0\.0\.1:\d+/ },
          differs: { because: 'the port' },
        }),
        {
          name: 'kubectl proxy and a path',
          run: 'sh proxy.sh /api/v1/namespaces/$NS',
          out: '200 Namespace',
        },
      ],
    },
  ],
};
