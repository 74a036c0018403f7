import type { Container, Pod } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import { configFiles } from './config-volume.ts';
import type { Distribution, ImageProfile } from './image-table.ts';
import { CLUSTER_DNS, hostsFile, namesOf } from './network/names.ts';
import { programFiles } from './program-files.ts';

export type Files = Record<string, string | Uint8Array>;

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

/** The files of a new container: its distribution's, its program's, and single files out of ConfigMaps and Secrets. */
export function filesOf(store: ClusterStore, pod: Pod, container: Container, profile: ImageProfile): Files {
  const { distribution } = profile;
  const files: Files = {
    '/etc/hostname': `${pod.spec.hostname ?? pod.metadata.name}\n`,
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${hostLines(pod)}`,
    '/etc/resolv.conf': resolvConf(store, pod),
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
    '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
    '/dev/termination-log': '',
    '/proc/1/comm': `${(profile.command[0] ?? 'sh').split('/').at(-1)}\n`,
    '/proc/version': 'Linux version 6.8.0-demo (demo@quarterdeck) #1 SMP PREEMPT_DYNAMIC\n',
    '/proc/cpuinfo': 'processor\t: 0\nmodel name\t: Demo CPU\n\nprocessor\t: 1\nmodel name\t: Demo CPU\n',
    '/proc/meminfo': 'MemTotal:       16384000 kB\nMemFree:         7340032 kB\nMemAvailable:   11264000 kB\n',
    '/proc/loadavg': '0.42 0.37 0.31 1/312 42\n',
    '/proc/uptime': '353520.11 1394021.92\n',
  };
  // without a userland there is only the program
  const directories = distribution === 'none' ? ['/tmp'] : DIRECTORIES;
  for (const directory of [...directories, ...(profile.workingDir === '/' ? [] : [profile.workingDir])])
    files[`${directory}/${EMPTY}`] = '';
  const release = RELEASES[distribution];
  if (release !== '') files['/etc/os-release'] = release;
  if (distribution === 'debian') files['/etc/debian_version'] = '12.7\n';
  if (distribution === 'alpine') files['/etc/alpine-release'] = '3.20.3\n';
  Object.assign(files, programFiles(profile));
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === name);
    // one file of a ConfigMap or Secret is copied when the container starts, and follows no change
    const content = volume && subPath ? configFiles(store, pod, volume)?.[subPath] : undefined;
    if (content !== undefined) files[mountPath] = content;
  }
  return files;
}

/** A file that only makes its directory exist; it is taken away once the directory is there. */
export const EMPTY = '.directory';

const DIRECTORIES =
  '/bin /dev /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr/bin /usr/lib /usr/local/bin /usr/sbin /usr/share /var/cache /var/lib /var/log /var/run /var/tmp'.split(
    ' ',
  );

const hostLines = (pod: Pod) =>
  hostsFile(pod)
    .slice(1)
    .map(({ address, names }) => `${address}\t${names.join('\t')}\n`)
    .join('');

function resolvConf(store: ClusterStore, pod: Pod): string {
  const { searchDomains } = namesOf(store, pod);
  if (searchDomains.length === 0) return 'nameserver 192.0.2.53\n';
  return `search ${searchDomains.join(' ')}\nnameserver ${CLUSTER_DNS}\noptions ndots:5\n`;
}
