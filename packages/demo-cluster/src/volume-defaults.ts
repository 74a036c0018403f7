import { isJsonObject, type JsonObject, objectIn, objectsIn } from './json-value.ts';

/** Sets what is not set yet. */
export function fill(target: JsonObject, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) if (target[key] === undefined) target[key] = value;
}

/** What a volume source has when it does not say otherwise (core/v1 defaults.go). */
const SOURCES: Readonly<Record<string, JsonObject>> = {
  configMap: { defaultMode: 420 },
  secret: { defaultMode: 420 },
  projected: { defaultMode: 420 },
  downwardAPI: { defaultMode: 420 },
  hostPath: { type: '' },
  iscsi: { iscsiInterface: 'default' },
  rbd: { keyring: '/etc/ceph/keyring', pool: 'rbd', user: 'admin' },
  scaleIO: { fsType: 'xfs', storageMode: 'ThinProvisioned' },
  azureDisk: { cachingMode: 'ReadWrite', fsType: 'ext4', kind: 'Shared', readOnly: false },
};
const TOKEN_SECONDS = 3600;

/** A pod's volume or a PersistentVolume's spec. */
export function fillVolume(volume: JsonObject): void {
  for (const [source, values] of Object.entries(SOURCES))
    if (isJsonObject(volume[source])) fill(volume[source], values);
  for (const item of objectsIn(volume, 'downwardAPI', 'items')) fillFieldRef(item);
  for (const source of objectsIn(volume, 'projected', 'sources')) {
    if (isJsonObject(source['serviceAccountToken']))
      fill(source['serviceAccountToken'], { expirationSeconds: TOKEN_SECONDS });
    for (const item of objectsIn(source, 'downwardAPI', 'items')) fillFieldRef(item);
  }
  if (!isJsonObject(volume['ephemeral'])) return;
  fill(objectIn(objectIn(volume['ephemeral'], 'volumeClaimTemplate'), 'spec'), { volumeMode: 'Filesystem' });
}

/** fieldRef of an environment variable or a downward API file. */
export function fillFieldRef(holder: JsonObject): void {
  if (isJsonObject(holder['fieldRef'])) fill(holder['fieldRef'], { apiVersion: 'v1' });
}
