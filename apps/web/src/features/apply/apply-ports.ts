import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import type { ApiResourceList } from '../../api/parse-discovery.ts';
import { reviewPorts } from '../../api/writes/review-ports.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ApplyPorts } from './apply-run.ts';
import { ServedKinds } from './served-kinds.ts';
import { writeManifest } from './write-manifest.ts';

/** A run's ways to a cluster and the clock. */
export function applyPorts(cluster: string): ApplyPorts {
  const served = new ServedKinds((path) => k8sJson<ApiResourceList>(cluster, path));
  return {
    find: (apiVersion, kind) => served.find(apiVersion, kind),
    forget: () => served.forget(),
    read: reviewPorts.read,
    write: writeManifest,
    sleep: reviewPorts.sleep,
    problemOf: problemOfError,
    onWritten: (target, before, after) => undoMemory.rememberObject(target, before, after),
  };
}
