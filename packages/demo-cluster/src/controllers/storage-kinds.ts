import type { DemoObject } from '../store.ts';
import type { Condition, LabelSelector } from './kinds.ts';

/** The fields of storage objects that controllers read and write. */

export interface ClaimSpec {
  accessModes?: string[];
  storageClassName?: string;
  volumeName?: string;
  volumeMode?: string;
  selector?: LabelSelector;
  resources?: { requests?: Record<string, string | number> };
  [field: string]: unknown;
}

interface ClaimStatus {
  phase?: string;
  accessModes?: string[];
  capacity?: Record<string, string | number>;
  conditions?: Condition[];
  allocatedResources?: Record<string, string | number>;
  allocatedResourceStatuses?: Record<string, string>;
}

export interface VolumeClaim extends DemoObject {
  spec: ClaimSpec;
  status?: ClaimStatus;
}

export interface PersistentVolume extends DemoObject {
  spec: {
    capacity?: Record<string, string | number>;
    accessModes?: string[];
    storageClassName?: string;
    persistentVolumeReclaimPolicy?: string;
    volumeMode?: string;
    claimRef?: {
      kind: string;
      apiVersion: string;
      namespace: string;
      name: string;
      uid?: string;
      resourceVersion?: string;
    } | null;
    [field: string]: unknown;
  };
  status?: { phase?: string; reason?: string; message?: string; lastPhaseTransitionTime?: string };
}
