import type { DemoObject } from '../store.ts';

/** The fields of storage objects that controllers read and write. */

export interface ClaimSpec {
  accessModes?: string[];
  storageClassName?: string;
  volumeName?: string;
  volumeMode?: string;
  resources?: { requests?: Record<string, string | number> };
  [field: string]: unknown;
}

export interface VolumeClaim extends DemoObject {
  spec: ClaimSpec;
  status?: { phase?: string; accessModes?: string[]; capacity?: Record<string, string | number> };
}

export interface PersistentVolume extends DemoObject {
  spec: {
    capacity?: Record<string, string | number>;
    accessModes?: string[];
    storageClassName?: string;
    persistentVolumeReclaimPolicy?: string;
    volumeMode?: string;
    claimRef?: { kind: string; apiVersion: string; namespace: string; name: string; uid?: string } | null;
    [field: string]: unknown;
  };
  status?: { phase?: string; reason?: string };
}
