import type { Entry } from '../entry.ts';

/** An entry of a plain kubectl line. */
export const k = (args: string, more: Omit<Entry, 'run'> = {}): Entry => ({ run: `kubectl ${args}`, ...more });

/** Entries whose output says all: nothing is expected beside the exit code 0 and what the real cluster answered. */
export const each = (...lines: readonly string[]): Entry[] => lines.map((args) => k(args));

/** Entries that must fail. */
export const fails = (...lines: readonly string[]): Entry[] => lines.map((args) => k(args, { code: 1 }));

/** A Pod that lives until it is told to stop, and then stops at once. */
export const pod = (name: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: ${name}, tier: front}
spec:
  terminationGracePeriodSeconds: 1
${more}  containers:
  - name: main
    image: busybox:1.36
    command: [sleep, "3600"]
`;

/** A Deployment of web servers. */
export const deployment = (name: string, replicas = 2, more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: {app: ${name}}
spec:
  replicas: ${replicas}
${more}  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: nginx
        image: nginx:1.14.2
        ports:
        - containerPort: 80
          name: http
        resources:
          requests: {cpu: 10m, memory: 16Mi}
          limits: {memory: 64Mi}
`;

export const service = (name: string, app = name): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  labels: {app: ${app}}
spec:
  selector: {app: ${app}}
  ports:
  - name: http
    port: 80
    targetPort: http
`;

export const configMap = (name: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  labels: {app: ${name}}
data:
  color: blue
  size: large
`;

/** Several documents as one file. */
export const yaml = (...documents: readonly string[]): string => documents.join('---\n');
