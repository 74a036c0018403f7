import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import { isRecord } from '../../api/writes/changed-paths.ts';

/** A container of a template whose image comes from another registry now. */
export interface ImageChange {
  readonly container: string;
  readonly init: boolean;
  readonly before: string;
  readonly after: string;
}

/**
 * An image reference as the container runtime reads it: the first part is a registry when it has a dot or a colon or is localhost;
 * without one it is Docker Hub, where images of one word are in library/ (distribution/reference).
 */
export function wholeReference(image: string): string {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return `docker.io/library/${image}`;
  return /[.:]/.test(first) || first === 'localhost' ? image : `docker.io/${image}`;
}

/** The image with another beginning; undefined where it does not begin with `from`. A whole part of the path is meant. */
export function replaced(image: string, from: string, to: string): string | undefined {
  if (from === '') return undefined;
  for (const text of [image, wholeReference(image)]) {
    if (!text.startsWith(from)) continue;
    const rest = text.slice(from.length);
    // "quay.io/team" does not mean quay.io/teams/app
    if (!from.endsWith('/') && !/^[/:@]/.test(rest)) continue;
    const after = to === '' || to.endsWith('/') || !from.endsWith('/') ? to + rest : `${to}/${rest}`;
    return after === image ? undefined : after;
  }
  return undefined;
}

const LISTS = ['containers', 'initContainers'] as const;

/** Where a workload has the containers of its pods. */
const podSpec = (workload: unknown) =>
  valueAt(workload, 'spec.jobTemplate') === undefined ? 'spec.template.spec' : 'spec.jobTemplate.spec.template.spec';

/** What changes in the template of a workload. */
export function imageChanges(workload: unknown, from: string, to: string): readonly ImageChange[] {
  return LISTS.flatMap((list) =>
    listAt(workload, `${podSpec(workload)}.${list}`).flatMap((container) => {
      const before = textAt(container, 'image');
      const after = replaced(before, from.trim(), to.trim());
      if (after === undefined) return [];
      return [{ container: textAt(container, 'name'), init: list === 'initContainers', before, after }];
    }),
  );
}

/** The beginnings that images have in common, the most frequent first: what one may want to replace. */
export function registriesOf(workloads: readonly unknown[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const workload of workloads)
    for (const list of LISTS)
      for (const container of listAt(workload, `${podSpec(workload)}.${list}`)) {
        const registry = wholeReference(textAt(container, 'image')).split('/')[0];
        if (registry !== undefined) counts.set(`${registry}/`, (counts.get(`${registry}/`) ?? 0) + 1);
      }
  return [...counts].sort(([, a], [, b]) => b - a).map(([registry]) => registry);
}

/** The workload with other images; the one that is given stays as it is. */
export function withImages(workload: KubeObject, changes: readonly ImageChange[]): KubeObject {
  const copy = structuredClone(workload);
  for (const { container, init, after } of changes)
    for (const each of listAt(copy, `${podSpec(copy)}.${init ? 'initContainers' : 'containers'}`))
      if (isRecord(each) && each['name'] === container) Object.assign(each, { image: after });
  return copy;
}
