import { type JsonObject, textAt, valueAt } from '../json-value.ts';
import type { DeleteOptions } from '../memory-store.ts';
import { storageKey } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { badRequest, conflict, invalid } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { parseObject } from './body.ts';

export type ReadDeleteOptions = DeleteOptions & { dryRun: boolean; uid: string; resourceVersion: string };

/** DeleteOptions come in the body or, in part, in the query. */
export function readDeleteOptions(query: URLSearchParams, text: string, mediaType: string): ReadDeleteOptions {
  const options: JsonObject = text.trim() === '' ? {} : parseObject(text, mediaType);
  const grace = valueAt(options, 'gracePeriodSeconds') ?? query.get('gracePeriodSeconds') ?? undefined;
  const propagation = textAt(options, 'propagationPolicy') || (query.get('propagationPolicy') ?? '');
  const orphan = valueAt(options, 'orphanDependents') ?? (query.get('orphanDependents') === 'true' ? true : undefined);
  if (!['', 'Background', 'Foreground', 'Orphan'].includes(propagation))
    throw invalid('meta.k8s.io', 'DeleteOptions', '', [
      {
        field: 'propagationPolicy',
        type: 'Unsupported value',
        value: propagation,
        detail: 'supported values: "Foreground", "Background", "Orphan"',
      },
    ]);
  const seconds = grace === undefined ? undefined : Number(grace);
  if (seconds !== undefined && !Number.isInteger(seconds)) throw badRequest('gracePeriodSeconds is no whole number');
  const dryRun = options['dryRun'] ?? query.getAll('dryRun');
  return {
    ...(seconds === undefined ? {} : { graceSeconds: seconds }),
    propagation: orphan === true ? 'Orphan' : ((propagation || 'Background') as 'Background' | 'Foreground' | 'Orphan'),
    dryRun: Array.isArray(dryRun) && dryRun.includes('All'),
    uid: textAt(options, 'preconditions', 'uid'),
    resourceVersion: textAt(options, 'preconditions', 'resourceVersion'),
  };
}

/** Throws 409 when the object is not the one that the client meant. */
export function checkPreconditions(type: ResourceType, { metadata }: DemoObject, wanted: ReadDeleteOptions): void {
  const key = storageKey(type);
  if (wanted.uid !== '' && wanted.uid !== metadata.uid)
    throw conflict(
      key,
      metadata.name,
      `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${metadata.uid}`,
    );
  if (wanted.resourceVersion !== '' && wanted.resourceVersion !== metadata.resourceVersion)
    throw conflict(
      key,
      metadata.name,
      `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`,
    );
}
