import { type Container, KEYS, type Pod, type ProjectedSource, type Volume } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import { dataOf, fieldOf } from './container-environment.ts';
import type { Distribution, ImageProfile } from './image-table.ts';

type Files = Record<string, string>;

/** Why a pod's volumes cannot be mounted: FailedMount's message; undefined when they can. */
export function mountFault(store: ClusterStore, pod: Pod): string | undefined {
  const { namespace } = pod.metadata;
  for (const volume of pod.spec.volumes ?? []) {
    const missing = (kind: 'ConfigMap' | 'Secret', name: string, optional: boolean | undefined) =>
      !optional && dataOf(store, kind, pod, name) === undefined
        ? `MountVolume.SetUp failed for volume "${volume.name}" : ${kind.toLowerCase()} "${name}" not found`
        : undefined;
    const fault =
      (volume.configMap && missing('ConfigMap', volume.configMap.name, volume.configMap.optional)) ??
      (volume.secret && missing('Secret', volume.secret.secretName, volume.secret.optional));
    if (fault) return fault;
    for (const source of volume.projected?.sources ?? []) {
      // the CA's ConfigMap follows its namespace by a moment and is not worth a fault
      if (source.configMap?.name === 'kube-root-ca.crt') continue;
      const projected =
        (source.configMap && missing('ConfigMap', source.configMap.name, source.configMap.optional)) ??
        (source.secret && missing('Secret', source.secret.name, source.secret.optional));
      if (projected) return projected;
    }
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim && !store.get(KEYS.PersistentVolumeClaim, namespace, claim))
      return `MountVolume.SetUp failed for volume "${volume.name}" : persistentvolumeclaim "${claim}" not found`;
  }
  return undefined;
}

const RELEASES: Record<Distribution, string> = {
  debian:
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\nHOME_URL="https://www.debian.org/"\n',
  ubuntu:
    'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION="24.04.1 LTS (Noble Numbat)"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n',
  alpine:
    'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\nHOME_URL="https://alpinelinux.org/"\n',
  busybox: '',
  none: '',
};

/** The files of a new container: its distribution's, its program's and its mounts'. */
export function filesOf(store: ClusterStore, pod: Pod, container: Container, profile: ImageProfile): Files {
  const { namespace = 'default' } = pod.metadata;
  const hostname = pod.spec.hostname ?? pod.metadata.name;
  const files: Files = {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${pod.status?.podIP ?? '10.244.0.2'}\t${hostname}\n`,
    '/etc/resolv.conf': `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
    '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
    '/root/.profile': '',
    '/tmp/.keep': '',
    '/var/log/.keep': '',
    '/dev/termination-log': '',
    [`${profile.workingDir === '/' ? '' : profile.workingDir}/.keep`]: '',
  };
  const release = RELEASES[profile.distribution];
  if (release !== '') files['/etc/os-release'] = release;
  if (profile.distribution === 'debian') files['/etc/debian_version'] = '12.7\n';
  if (profile.distribution === 'alpine') files['/etc/alpine-release'] = '3.20.3\n';
  Object.assign(files, programFiles(profile));
  for (const mount of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === mount.name);
    if (!volume) continue;
    const contents = volumeFiles(store, pod, volume);
    if (Object.keys(contents).length === 0) files[`${mount.mountPath}/.keep`] = '';
    for (const [name, text] of Object.entries(contents)) {
      if (!mount.subPath) files[`${mount.mountPath}/${name}`] = text;
      else if (mount.subPath === name) files[mount.mountPath] = text;
    }
  }
  return files;
}

function programFiles({ program }: ImageProfile): Files {
  switch (program) {
    case 'nginx':
      return {
        '/etc/nginx/nginx.conf':
          'user  nginx;\nworker_processes  auto;\n\nerror_log  /var/log/nginx/error.log notice;\npid        /run/nginx.pid;\n\nevents {\n    worker_connections  1024;\n}\n\nhttp {\n    include       /etc/nginx/mime.types;\n    default_type  application/octet-stream;\n    sendfile        on;\n    keepalive_timeout  65;\n    include /etc/nginx/conf.d/*.conf;\n}\n',
        '/etc/nginx/conf.d/default.conf':
          'server {\n    listen       80;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n',
        '/usr/share/nginx/html/index.html':
          '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n<p>This page is served by the demo cluster.</p>\n</body>\n</html>\n',
        '/var/log/nginx/.keep': '',
      };
    case 'redis':
      return { '/data/dump.rdb': 'REDIS0011\n' };
    case 'shop':
    case 'payments':
      return { '/app/server': '', '/app/VERSION': '2.7.1\n' };
    default:
      return {};
  }
}

function volumeFiles(store: ClusterStore, pod: Pod, volume: Volume): Files {
  if (volume.configMap) return picked(dataOf(store, 'ConfigMap', pod, volume.configMap.name), volume.configMap.items);
  if (volume.secret) return picked(dataOf(store, 'Secret', pod, volume.secret.secretName), volume.secret.items);
  if (volume.downwardAPI) return downward(pod, volume.downwardAPI.items);
  const files: Files = {};
  for (const source of volume.projected?.sources ?? []) Object.assign(files, projectedFiles(store, pod, source));
  return files;
}

function projectedFiles(store: ClusterStore, pod: Pod, source: ProjectedSource): Files {
  if (source.configMap) return picked(dataOf(store, 'ConfigMap', pod, source.configMap.name), source.configMap.items);
  if (source.secret) return picked(dataOf(store, 'Secret', pod, source.secret.name), source.secret.items);
  if (source.downwardAPI) return downward(pod, source.downwardAPI.items);
  // a text in the shape of a token, not one: a shell in the demo gives nobody a credential
  const path = source.serviceAccountToken?.path;
  return path
    ? {
        [path]: `demo.${Buffer.from(`${pod.metadata.namespace}:${pod.spec.serviceAccountName}`).toString('base64url')}.unsigned`,
      }
    : {};
}

function picked(data: Files | undefined, items: { key: string; path: string }[] | undefined): Files {
  if (!items) return data ?? {};
  return Object.fromEntries(items.flatMap(({ key, path }) => (data?.[key] === undefined ? [] : [[path, data[key]]])));
}

function downward(pod: Pod, items: { path: string; fieldRef?: { fieldPath: string } }[] | undefined): Files {
  return Object.fromEntries((items ?? []).map((one) => [one.path, fieldOf(pod, one.fieldRef?.fieldPath ?? '')]));
}
