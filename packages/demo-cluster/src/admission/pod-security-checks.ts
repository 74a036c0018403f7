import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../json-value.ts';

export type Level = 'baseline' | 'restricted';

/** One check of the Pod Security Standards: what is wrong with a pod, with the container and field that it names; undefined when fine. */
type Check = (pod: JsonObject) => string | undefined;

const containersOf = (pod: JsonObject) =>
  ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => objectsIn(pod, 'spec', list));

const quotedList = (values: readonly string[]) => values.map((one) => JSON.stringify(one)).join(', ');
const plural = (one: string, values: readonly unknown[]) => (values.length === 1 ? one : `${one}s`);
const named = (containers: readonly JsonObject[]) =>
  `${plural('container', containers)} ${quotedList(containers.map((one) => textAt(one, 'name')))}`;
const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
const secured = (of: unknown, ...path: string[]) => valueAt(of, 'securityContext', ...path);
const onPod = (pod: JsonObject, ...path: string[]) => secured(pod['spec'], ...path);

const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const FREE_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const added = (container: JsonObject) => texts(secured(container, 'capabilities', 'add'));

function capabilityFault(pod: JsonObject, allowed: readonly string[], what: string): string | undefined {
  const bad = containersOf(pod).filter((one) => added(one).some((name) => !allowed.includes(name)));
  if (bad.length === 0) return undefined;
  const names = [...new Set(bad.flatMap(added))].filter((name) => !allowed.includes(name)).sort();
  return `${what} (${named(bad)} must not include ${quotedList(names)} in securityContext.capabilities.add)`;
}

const hostNamespaces: Check = (pod) => {
  const found = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => valueAt(pod, 'spec', field) === true);
  return found.length === 0 ? undefined : `host namespaces (${found.map((field) => `${field}=true`).join(', ')})`;
};

const hostPathVolumes: Check = (pod) => {
  const found = objectsIn(pod, 'spec', 'volumes').filter((one) => isJsonObject(one['hostPath']));
  return found.length === 0
    ? undefined
    : `hostPath volumes (${plural('volume', found)} ${quotedList(found.map((one) => textAt(one, 'name')))})`;
};

const hostPorts: Check = (pod) => {
  const portsOf = (one: JsonObject) =>
    objectsIn(one, 'ports')
      .map((port) => Number(port['hostPort'] ?? 0))
      .filter((port) => port !== 0);
  const found = containersOf(pod).filter((one) => portsOf(one).length > 0);
  if (found.length === 0) return undefined;
  const ports = [...new Set(found.flatMap(portsOf))].sort((a, b) => a - b);
  return `hostPort (${named(found)} ${found.length === 1 ? 'uses' : 'use'} ${plural('hostPort', ports)} ${ports.join(', ')})`;
};

const privileged: Check = (pod) => {
  const found = containersOf(pod).filter((one) => secured(one, 'privileged') === true);
  return found.length === 0 ? undefined : `privileged (${named(found)} must not set securityContext.privileged=true)`;
};

const procMount: Check = (pod) => {
  const found = containersOf(pod).filter(
    (one) => !['', 'Default'].includes(textAt(one, 'securityContext', 'procMount')),
  );
  return found.length === 0
    ? undefined
    : `procMount (${named(found)} must not set securityContext.procMount to "Unmasked")`;
};

const sysctls: Check = (pod) => {
  const found = objectsIn(pod, 'spec', 'securityContext', 'sysctls')
    .map((one) => textAt(one, 'name'))
    .filter((name) => !SAFE_SYSCTLS.includes(name));
  return found.length === 0 ? undefined : `forbidden sysctls (${found.join(', ')})`;
};

const seLinux: Check = (pod) => {
  const types = [
    onPod(pod, 'seLinuxOptions', 'type'),
    ...containersOf(pod).map((one) => secured(one, 'seLinuxOptions', 'type')),
  ];
  const bad = [...new Set(types.map((one) => String(one ?? '')))].filter((one) => !SELINUX_TYPES.includes(one));
  return bad.length === 0 ? undefined : `seLinuxOptions (${plural('type', bad)} ${quotedList(bad)})`;
};

const seccompUnconfined: Check = (pod) => {
  const bad = containersOf(pod).filter((one) => secured(one, 'seccompProfile', 'type') === 'Unconfined');
  const isPod = onPod(pod, 'seccompProfile', 'type') === 'Unconfined';
  if (bad.length === 0 && !isPod) return undefined;
  const who = [...(isPod ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])].join(' and ');
  return `seccompProfile (${who} must not set securityContext.seccompProfile.type to "Unconfined")`;
};

const capabilities: Check = (pod) => capabilityFault(pod, BASELINE_CAPABILITIES, 'non-default capabilities');

const escalation: Check = (pod) => {
  const found = containersOf(pod).filter((one) => secured(one, 'allowPrivilegeEscalation') !== false);
  return found.length === 0
    ? undefined
    : `allowPrivilegeEscalation != false (${named(found)} must set securityContext.allowPrivilegeEscalation=false)`;
};

const dropsAll: Check = (pod) => {
  const all = containersOf(pod);
  const keeping = all.filter((one) => !texts(secured(one, 'capabilities', 'drop')).includes('ALL'));
  const adding = all.filter((one) => added(one).some((name) => name !== 'NET_BIND_SERVICE'));
  const names = [...new Set(adding.flatMap(added))].filter((name) => name !== 'NET_BIND_SERVICE').sort();
  const faults = [
    ...(keeping.length > 0 ? [`${named(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [`${named(adding)} must not include ${quotedList(names)} in securityContext.capabilities.add`]
      : []),
  ];
  return faults.length === 0 ? undefined : `unrestricted capabilities (${faults.join('; ')})`;
};

const volumeTypes: Check = (pod) => {
  const bad = objectsIn(pod, 'spec', 'volumes').flatMap((volume) => {
    const type = Object.keys(volume).find((field) => field !== 'name');
    return type !== undefined && !FREE_VOLUMES.includes(type) ? [{ name: textAt(volume, 'name'), type }] : [];
  });
  if (bad.length === 0) return undefined;
  const types = [...new Set(bad.map(({ type }) => type))].sort();
  return `restricted volume types (${plural('volume', bad)} ${quotedList(bad.map(({ name }) => name))} ${bad.length === 1 ? 'uses' : 'use'} restricted volume ${plural('type', types)} ${quotedList(types)})`;
};

const nonRoot: Check = (pod) => {
  const explicit = containersOf(pod).filter((one) => secured(one, 'runAsNonRoot') === false);
  const podValue = onPod(pod, 'runAsNonRoot');
  if (explicit.length > 0 || podValue === false) {
    const who = [...(podValue === false ? ['pod'] : []), ...(explicit.length > 0 ? [named(explicit)] : [])].join(
      ' and ',
    );
    return `runAsNonRoot != true (${who} must not set securityContext.runAsNonRoot=false)`;
  }
  const unset = podValue === true ? [] : containersOf(pod).filter((one) => secured(one, 'runAsNonRoot') !== true);
  return unset.length === 0
    ? undefined
    : `runAsNonRoot != true (pod or ${named(unset)} must set securityContext.runAsNonRoot=true)`;
};

const rootUser: Check = (pod) => {
  const bad = containersOf(pod).filter((one) => secured(one, 'runAsUser') === 0);
  const isPod = onPod(pod, 'runAsUser') === 0;
  if (bad.length === 0 && !isPod) return undefined;
  const who = [...(isPod ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])].join(' and ');
  return `runAsUser=0 (${who} must not set runAsUser=0)`;
};

const seccompSet: Check = (pod) => {
  const fine = ['RuntimeDefault', 'Localhost'];
  const of = (type: unknown) => String(type ?? '');
  const podType = of(onPod(pod, 'seccompProfile', 'type'));
  const bad = containersOf(pod).filter((one) => {
    const own = of(secured(one, 'seccompProfile', 'type'));
    return own === '' ? !fine.includes(podType) : !fine.includes(own);
  });
  return bad.length === 0
    ? undefined
    : `seccompProfile (pod or ${named(bad)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`;
};

const BASELINE: readonly Check[] = [
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  privileged,
  procMount,
  seLinux,
  sysctls,
];
const CHECKS: Readonly<Record<Level, readonly Check[]>> = {
  baseline: [capabilities, ...BASELINE, seccompUnconfined],
  // what restricted checks itself takes the place of baseline's check of the same thing
  restricted: [
    hostNamespaces,
    hostPorts,
    privileged,
    procMount,
    seLinux,
    sysctls,
    escalation,
    dropsAll,
    volumeTypes,
    nonRoot,
    rootUser,
    seccompSet,
  ],
};

/** What a pod (or a pod template) breaks of a level, in the words of Kubernetes' pod-security-admission. */
export function violations(pod: JsonObject, level: Level): string[] {
  return CHECKS[level].flatMap((check) => check(pod) ?? []);
}
