import type { DemoObject } from '../store.ts';
import type { ControllerContext } from './controller.ts';
import { KEYS, type PodTemplate } from './kinds.ts';
import { canonical, templateHash } from './object-hash.ts';
import { controllerReference } from './pod-template.ts';

interface Revision extends DemoObject {
  revision: number;
  data: { spec?: { template?: PodTemplate } };
}

/** The hash under which a workload's present template is kept, as its ControllerRevision; history is trimmed to the limit. */
export function recordRevision(
  { store, index }: ControllerContext,
  owner: DemoObject & { spec: { template: PodTemplate; revisionHistoryLimit?: number } },
  inUse: ReadonlySet<string>,
): { name: string; hash: string } {
  const { template } = owner.spec;
  const all = (index.controlledBy(owner, KEYS.ControllerRevision) as Revision[]).sort(
    (a, b) => a.revision - b.revision,
  );
  const newest = all.at(-1);
  const wanted = canonical(template);
  let present = all.find((one) => canonical({ ...one.data.spec?.template, $patch: undefined }) === wanted);
  if (!present) {
    const hash = templateHash(template);
    present = store.create(KEYS.ControllerRevision, {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name: `${owner.metadata.name}-${hash}`,
        namespace: owner.metadata.namespace ?? '',
        labels: { ...template.metadata?.labels, 'controller-revision-hash': hash },
        ownerReferences: [controllerReference(owner)],
      },
      data: { spec: { template: { ...structuredClone(template), $patch: 'replace' } } },
      revision: (newest?.revision ?? 0) + 1,
    }) as Revision;
  } else if (newest && present.revision < newest.revision) {
    const revision = newest.revision + 1;
    store.update(KEYS.ControllerRevision, present.metadata.namespace, present.metadata.name, (draft) => {
      draft['revision'] = revision;
    });
  }
  const name = present.metadata.name;
  const spare = all.filter((one) => one.metadata.name !== name && !inUse.has(one.metadata.name));
  const limit = owner.spec.revisionHistoryLimit ?? 10;
  for (const old of spare.slice(0, Math.max(0, spare.length - limit)))
    store.delete(KEYS.ControllerRevision, old.metadata.namespace, old.metadata.name);
  return { name, hash: present.metadata.labels?.['controller-revision-hash'] ?? name };
}

/** The template of a recorded revision. */
export function revisionTemplate(context: ControllerContext, namespace: string, name: string): PodTemplate | undefined {
  const revision = context.store.get(KEYS.ControllerRevision, namespace, name) as Revision | undefined;
  const template = revision?.data.spec?.template;
  if (!template) return undefined;
  const { $patch: _patch, ...rest } = template as PodTemplate & { $patch?: string };
  return rest;
}
