import type { ServerResponse } from 'node:http';
import { KEYS, type Node, type Pod } from '../controllers/kinds.ts';
import { sendJson, sendText } from '../http/send.ts';
import type { PodRuntime } from '../runtime.ts';
import { notFound } from '../status-error.ts';
import type { ClusterStore } from '../store.ts';
import { sendLog } from './log.ts';
import { podTarget } from './pod-target.ts';

/** Answers as the kubelet of a node does behind nodes/NAME/proxy: healthz, pods, logs of containers, a small stats/summary. */
export async function answerNodeProxy(
  store: ClusterStore,
  runtime: PodRuntime,
  nodeId: string,
  path: string,
  query: URLSearchParams,
  res: ServerResponse,
): Promise<void> {
  const [name = ''] = nodeId.replace(/^https?:/, '').split(':');
  const node = store.get(KEYS.Node, undefined, name) as Node | undefined;
  if (!node) throw notFound(KEYS.Node, name);
  const pods = (store.list(KEYS.Pod) as Pod[]).filter((pod) => pod.spec.nodeName === name);
  const [first, ...rest] = path.split('/').filter((part) => part !== '');
  switch (first) {
    case 'healthz':
      return sendText(res, 200, 'ok');
    case 'pods':
    case 'runningpods':
      return sendJson(res, 200, { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: pods });
    case 'stats':
      return sendJson(res, 200, summary(node, pods, store.now()));
    case 'metrics':
      return sendText(
        res,
        200,
        `# HELP kubelet_running_pods Number of pods that have a running pod sandbox\n# TYPE kubelet_running_pods gauge\nkubelet_running_pods ${pods.length}\n`,
      );
    case 'configz':
      return sendJson(res, 200, {
        kubeletconfig: { kind: 'KubeletConfiguration', apiVersion: 'kubelet.config.k8s.io/v1beta1', maxPods: 110 },
      });
    case 'containerLogs': {
      const [namespace = '', pod = '', container = ''] = rest;
      const wanted = new URLSearchParams(query);
      wanted.set('container', container);
      return sendLog(runtime, podTarget(store, namespace, pod, wanted), wanted, store.now(), res);
    }
    case 'logs':
      return sendText(res, 200, '<pre>\n<a href="containers/">containers/</a>\n<a href="pods/">pods/</a>\n</pre>\n');
    default:
      return sendText(res, 404, '404 page not found\n');
  }
}

function summary(node: Node, pods: readonly Pod[], now: number): object {
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const usage = (share: number) => ({
    cpu: { time, usageNanoCores: 40_000_000 * share, usageCoreNanoSeconds: 9_000_000_000 * share },
    memory: {
      time,
      usageBytes: 64 * 2 ** 20 * share,
      workingSetBytes: 60 * 2 ** 20 * share,
      rssBytes: 40 * 2 ** 20 * share,
    },
  });
  return {
    node: {
      nodeName: node.metadata.name,
      startTime: node.metadata.creationTimestamp,
      ...usage(Math.max(1, pods.length)),
    },
    pods: pods.map((pod) => ({
      podRef: { name: pod.metadata.name, namespace: pod.metadata.namespace, uid: pod.metadata.uid },
      startTime: pod.metadata.creationTimestamp,
      ...usage(1),
      containers: pod.spec.containers.map(({ name }) => ({
        name,
        startTime: pod.metadata.creationTimestamp,
        ...usage(1),
      })),
    })),
  };
}
