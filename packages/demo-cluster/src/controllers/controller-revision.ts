import type { DemoObject } from '../store.ts';
import type { ControllerContext } from './controller.ts';
import { KEYS, type LabelSelector, type PodTemplate } from './kinds.ts';
import { canonical, templateHash } from './object-hash.ts';
import { claim } from './ownership.ts';
import { controllerReference } from './pod-template.ts';

interface Revision extends DemoObject {
  revision: number;
  data: { spec?: { template?: PodTemplate } };
}

type Owner = DemoObject & {
  spec: { selector: LabelSelector; template: PodTemplate; revisionHistoryLimit?: number };
  status?: { collisionCount?: number };
};

interface RevisionOptions {
  /** the label that carries the hash; each kind has its own */
  readonly hashLabel: string;
  /** names of revisions that pods still run */
  readonly inUse: ReadonlySet<string>;
}

/**
 * The ControllerRevision of a workload's present template. A template that was there before gets a new number, its hash stays
 * (so a rollback brings no new pods where old ones are left); history is trimmed to the limit.
 */
export function recordRevision(
  context: ControllerContext,
  owner: Owner,
  { hashLabel, inUse }: RevisionOptions,
): { name: string; hash: string } {
  const { store } = context;
  const { template, selector } = owner.spec;
  const all = claim<Revision>(context, owner, KEYS.ControllerRevision, { selector }).sort(
    (a, b) => a.revision - b.revision,
  );
  const newest = all.at(-1);
  const wanted = canonical(template);
  // of several equal ones (adopted histories) the newest counts
  let present = all.findLast((one) => canonical({ ...one.data.spec?.template, $patch: undefined }) === wanted);
  if (!present) present = createRevision(context, owner, hashLabel, (newest?.revision ?? 0) + 1);
  else if (newest && present.revision < newest.revision) {
    const revision = newest.revision + 1;
    store.update(KEYS.ControllerRevision, present.metadata.namespace, present.metadata.name, (draft) => {
      draft['revision'] = revision;
    });
  }
  const { name, labels } = present.metadata;
  const spare = all.filter((one) => one.metadata.name !== name && !inUse.has(one.metadata.name));
  const limit = owner.spec.revisionHistoryLimit ?? 10;
  for (const old of spare.slice(0, Math.max(0, spare.length - limit)))
    store.delete(KEYS.ControllerRevision, old.metadata.namespace, old.metadata.name);
  return { name, hash: labels?.[hashLabel] ?? name.slice(owner.metadata.name.length + 1) };
}

function createRevision({ store }: ControllerContext, owner: Owner, hashLabel: string, revision: number): Revision {
  const { template } = owner.spec;
  const { namespace = '', annotations } = owner.metadata;
  let collisions = owner.status?.collisionCount ?? 0;
  // somebody else's revision may have the name
  const nameFor = () => `${owner.metadata.name}-${templateHash(template, collisions)}`;
  while (store.get(KEYS.ControllerRevision, namespace, nameFor())) collisions += 1;
  return store.create(KEYS.ControllerRevision, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: nameFor(),
      namespace,
      labels: { ...template.metadata?.labels, [hashLabel]: templateHash(template, collisions) },
      // with them the change cause, which the history shows
      ...(annotations ? { annotations: { ...annotations } } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    data: { spec: { template: { ...structuredClone(template), $patch: 'replace' } } },
    revision,
  }) as Revision;
}

/** The template of a recorded revision. */
export function revisionTemplate(context: ControllerContext, namespace: string, name: string): PodTemplate | undefined {
  const revision = context.store.get(KEYS.ControllerRevision, namespace, name) as Revision | undefined;
  const template = revision?.data.spec?.template;
  if (!template) return undefined;
  const { $patch: _patch, ...rest } = template as PodTemplate & { $patch?: string };
  return rest;
}
