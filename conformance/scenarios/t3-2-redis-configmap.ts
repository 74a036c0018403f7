import type { Scenario, Step } from './scenario.ts';

const PROMPT = '127.0.0.1:6379>';
const FILE = "the tutorial's file at hand stands for its address: a test downloads nothing";
const EMPTY = `
  Name:         example-redis-config
  Namespace:    <ns>
  Labels:       <none>
  Annotations:  <none>
  Data
  ====
  redis-config:
  ----
  …`;

/** The dialogue in which redis says what it was configured with. */
function ask(ids: readonly [string, string, string], memory: string, policy: string): Step[] {
  return [
    { id: ids[0], opens: 'kubectl exec -it redis -- redis-cli', sees: PROMPT },
    {
      id: ids[1],
      types: 'CONFIG GET maxmemory',
      sees: `
        1) "maxmemory"
        2) "${memory}"
        ${PROMPT}`,
    },
    {
      id: ids[2],
      types: 'CONFIG GET maxmemory-policy',
      sees: `
        1) "maxmemory-policy"
        2) "${policy}"
        ${PROMPT}`,
    },
    { id: ids[2], types: 'quit', otherWay: 'and leaves, to have the terminal again' },
  ];
}

const RUNNING: Step = {
  id: 'T3.2-17',
  line: 'kubectl get pod redis',
  otherWay: 'waited for',
  sees: `
    NAME    READY   STATUS    RESTARTS   AGE
    redis   1/1     Running   0          <age>`,
};

/** Configuring Redis using a ConfigMap: a running process keeps what it was started with. */
export const T3_2: Scenario = {
  id: 'T3.2',
  title: 'configuring Redis using a ConfigMap',
  files: ['redis-pod.yaml'],
  steps: [
    {
      id: 'T3.2-01',
      line: `cat <<EOF >./example-redis-config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: example-redis-config
data:
  redis-config: ""
EOF`,
      prints: '',
    },
    {
      id: 'T3.2-02',
      line: 'kubectl apply -f example-redis-config.yaml',
      prints: 'configmap/example-redis-config created',
    },
    { id: 'T3.2-03', line: 'kubectl apply -f redis-pod.yaml', otherWay: FILE, prints: 'pod/redis created' },
    {
      id: 'T3.2-04',
      line: `kubectl get pod redis -o jsonpath='{.spec.volumes[1].name} {.spec.volumes[1].configMap.items[0].key} {.spec.volumes[1].configMap.items[0].path} {.spec.containers[0].volumeMounts[1].mountPath}'`,
      otherWay: 'the four points to see in the manifest, from the live object',
      prints: 'config redis-config redis.conf /redis-master',
    },
    {
      id: 'T3.2-05',
      line: 'kubectl get pod/redis configmap/example-redis-config',
      sees: `
        NAME        READY   STATUS    RESTARTS   AGE
        pod/redis   1/1     Running   0          <age>
        NAME                             DATA   AGE
        configmap/example-redis-config   1      <age>`,
    },
    { id: 'T3.2-06', line: 'kubectl describe configmap/example-redis-config', prints: EMPTY },
    ...ask(['T3.2-07', 'T3.2-08', 'T3.2-09'], '0', 'noeviction'),
    {
      id: 'T3.2-10',
      // the last line of the tutorial's file ends in four blanks: they are the value's
      line: `printf '%s\\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata:' '  name: example-redis-config' 'data:' '  redis-config: |' '    maxmemory 2mb' '    maxmemory-policy allkeys-lru    ' > example-redis-config.yaml`,
      prints: '',
    },
    {
      id: 'T3.2-11',
      line: 'kubectl apply -f example-redis-config.yaml',
      prints: 'configmap/example-redis-config configured',
    },
    {
      id: 'T3.2-11',
      line: 'kubectl get configmap example-redis-config -o jsonpath="[{.data.redis-config}]" | tr "\\n" "|"',
      otherWay: 'the value, with its four trailing blanks',
      prints: '[maxmemory 2mb|maxmemory-policy allkeys-lru    |]',
    },
    {
      id: 'T3.2-12',
      line: 'kubectl describe configmap/example-redis-config',
      prints: `
        Name:         example-redis-config
        Namespace:    <ns>
        Labels:       <none>
        Annotations:  <none>
        Data
        ====
        redis-config:
        ----
        maxmemory 2mb
        maxmemory-policy allkeys-lru
        …`,
    },
    ...ask(['T3.2-13', 'T3.2-14', 'T3.2-15'], '0', 'noeviction'),
    { id: 'T3.2-16', line: 'kubectl delete pod redis', prints: 'pod "redis" deleted' },
    { id: 'T3.2-17', line: 'kubectl apply -f redis-pod.yaml', otherWay: FILE, prints: 'pod/redis created' },
    RUNNING,
    ...ask(['T3.2-18', 'T3.2-19', 'T3.2-20'], '2097152', 'allkeys-lru'),
    {
      id: 'T3.2-21',
      line: 'kubectl delete pod/redis configmap/example-redis-config',
      prints: `
        pod "redis" deleted
        configmap "example-redis-config" deleted`,
    },
  ],
};
