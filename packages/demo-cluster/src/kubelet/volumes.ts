import type { IFileSystem, InMemoryFs } from 'just-bash';
import { type Container, KEYS, type Pod, type Volume } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import { type Contents, configFiles, isConfig } from './config-volume.ts';

/** A volume in the file tree of one container. */
export interface Mount {
  readonly path: string;
  readonly files: IFileSystem;
  /** brings what a ConfigMap, Secret or the pod's own fields say now */
  refresh(): Promise<void>;
}

const READ_ONLY = new Set(['writeFile', 'appendFile', 'mkdir', 'rm', 'mv', 'cp', 'chmod', 'symlink', 'link', 'utimes']);

const fixed = async () => {};

/**
 * The volumes of the cluster, in memory: an emptyDir lives as long as its pod, a claim's content as long as the claim, a host's
 * directory as long as the demo.
 */
export class Volumes {
  readonly #store: ClusterStore;
  readonly #files = new Map<string, Promise<InMemoryFs>>();

  constructor(store: ClusterStore) {
    this.#store = store;
    store.onEvent(({ type, key, object }) => {
      if (type !== 'DELETED' || key.group !== '') return;
      if (key.resource === 'pods' || key.resource === 'persistentvolumeclaims') this.#forget(object.metadata.uid);
    });
  }

  /** What a container has mounted, parents before their children. Single files (subPath of a ConfigMap) are not in it. */
  async mountsOf(pod: Pod, container: Container): Promise<Mount[]> {
    const mounts: Mount[] = [];
    for (const { name, mountPath, subPath, readOnly } of container.volumeMounts ?? []) {
      const volume = pod.spec.volumes?.find((one) => one.name === name);
      if (!volume) continue;
      const path = mountPath.length > 1 ? mountPath.replace(/\/+$/, '') : mountPath;
      if (isConfig(volume)) {
        if (!subPath) mounts.push(await this.#live(pod, volume, path));
        continue;
      }
      const files = await this.#open(`${this.#identity(pod, volume)}${subPath ? `/${subPath}` : ''}`);
      mounts.push({ path, files: readOnly ? readOnlyView(files) : files, refresh: fixed });
    }
    return mounts.sort((a, b) => a.path.length - b.path.length);
  }

  /** What makes two mounts the same place. */
  #identity(pod: Pod, volume: Volume): string {
    const claim =
      volume.persistentVolumeClaim?.claimName ??
      (volume['ephemeral'] ? `${pod.metadata.name}-${volume.name}` : undefined);
    if (claim !== undefined) {
      const stored = this.#store.get(KEYS.PersistentVolumeClaim, pod.metadata.namespace, claim);
      return `claim:${stored?.metadata.uid ?? claim}`;
    }
    const hostPath = volume['hostPath'] as { path?: string } | undefined;
    if (hostPath) return `host:${pod.spec.nodeName}:${hostPath.path}`;
    const nfs = volume['nfs'] as { server?: string; path?: string } | undefined;
    if (nfs) return `nfs:${nfs.server}:${nfs.path}`;
    return `pod:${pod.metadata.uid}:${volume.name}`;
  }

  #open(identity: string): Promise<InMemoryFs> {
    const present = this.#files.get(identity);
    if (present) return present;
    const created = identity.startsWith('host:') && identity.endsWith(':/') ? nodeFiles(identity) : emptyFiles();
    this.#files.set(identity, created);
    return created;
  }

  #forget(uid: string): void {
    for (const identity of this.#files.keys())
      if (identity.startsWith(`pod:${uid}:`) || identity === `claim:${uid}` || identity.startsWith(`claim:${uid}/`))
        this.#files.delete(identity);
  }

  async #live(pod: Pod, volume: Volume, path: string): Promise<Mount> {
    const files = await emptyFiles();
    let shown: Contents = {};
    const refresh = async () => {
      const { namespace, name } = pod.metadata;
      const present = (this.#store.get(KEYS.Pod, namespace, name) as Pod | undefined) ?? pod;
      const wanted = configFiles(this.#store, present, volume);
      // what is gone altogether stays as it was, as the kubelet leaves it
      if (wanted === undefined) return;
      for (const [file, content] of Object.entries(wanted))
        if (!shown[file]?.equals(content)) await files.writeFile(`/${file}`, content);
      for (const file of Object.keys(shown))
        if (!Object.hasOwn(wanted, file)) await files.rm(`/${file}`, { force: true });
      shown = wanted;
    };
    await refresh();
    return { path, files: readOnlyView(files), refresh };
  }
}

async function emptyFiles(): Promise<InMemoryFs> {
  const { InMemoryFs: Files } = await import('just-bash');
  return new Files();
}

/** What a node's own file system begins with: enough to see where one is. */
async function nodeFiles(identity: string): Promise<InMemoryFs> {
  const { InMemoryFs: Files } = await import('just-bash');
  const node = identity.split(':')[1] ?? '';
  return new Files({
    '/etc/hostname': `${node}\n`,
    '/etc/os-release': 'PRETTY_NAME="Demo Linux 1"\nNAME="Demo Linux"\nID=demo\n',
    '/etc/kubernetes/kubelet.conf': 'apiVersion: v1\nkind: Config\n',
    '/var/lib/kubelet/config.yaml': 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
    '/var/log/kubelet.log': `kubelet on ${node} is ready\n`,
  });
}

/** The same files, for those who may only read them. */
function readOnlyView(files: IFileSystem): IFileSystem {
  return new Proxy(files, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (typeof key === 'string' && READ_ONLY.has(key))
        return (path: string) => Promise.reject(new Error(`EROFS: read-only file system, '${path}'`));
      return value.bind(target);
    },
  });
}
