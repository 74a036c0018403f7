export interface ThrowAwayPod {
  readonly name: string;
  readonly image: string;
  /** empty: the image's own */
  readonly argv: readonly string[];
  /** "": the scheduler chooses */
  readonly node: string;
}

/** The pod of `kubectl run NAME -it --rm --restart=Never`. */
export function throwAwayPod({ name, image, argv, node }: ThrowAwayPod): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { run: name } },
    spec: {
      restartPolicy: 'Never',
      // nothing of it needs saving: who leaves has done so already
      terminationGracePeriodSeconds: 1,
      ...(node === '' ? {} : { nodeName: node }),
      containers: [terminalContainer(name, image, argv)],
    },
  };
}

/** A container that waits for its terminal; its input ends with the first one that goes, so that a shell ends by itself. */
function terminalContainer(name: string, image: string, argv: readonly string[]): object {
  return { name, image, ...(argv.length === 0 ? {} : { args: argv }), stdin: true, stdinOnce: true, tty: true };
}

/** How the node's own files and processes are reached. */
export const NODE_WAYS = ['chroot', 'nsenter', 'image'] as const;
export type NodeWay = (typeof NODE_WAYS)[number];

export const NODE_COMMANDS: Readonly<Record<NodeWay, readonly string[]>> = {
  chroot: ['chroot', '/host', 'sh'],
  nsenter: ['nsenter', '-t', '1', '-m', '-u', '-i', '-n', '-p', '--', 'sh'],
  image: [],
};

export interface NodeShell {
  readonly name: string;
  readonly node: string;
  readonly image: string;
  readonly way: NodeWay;
}

/** The pod of `kubectl debug node/NAME -it --profile=sysadmin`: the node's namespaces, its files at /host, every right. */
export function nodeShellPod({ name, node, image, way }: NodeShell): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      nodeName: node,
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
      automountServiceAccountToken: false,
      // whatever keeps other pods off this node
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          ...terminalContainer('debugger', image, []),
          ...(NODE_COMMANDS[way].length === 0 ? {} : { command: NODE_COMMANDS[way] }),
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'host-root', mountPath: '/host' }],
        },
      ],
      volumes: [{ name: 'host-root', hostPath: { path: '/' } }],
    },
  };
}
