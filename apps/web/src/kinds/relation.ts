import type { KubeObject } from '../api/kube-object.ts';

/** Makes objects of that kind, which name it as their owner. */
interface Owns {
  readonly how: 'owns';
  /** "apps/v1/replicasets"; the version is that of the example, discovery picks the one that is served */
  readonly resource: string;
  /** a label selector that all of them match, so that a live list of a large namespace stays small; "" asks for all */
  readonly narrowed?: (object: KubeObject) => string;
  /** the same where only the owner of the owner is at hand */
  readonly narrowedBelow?: string;
  /** a label that each of them shares with the pods of its own, and with no others that the same selector matches */
  readonly shared?: string;
}

/** Picks objects of that kind by their labels. */
interface Selects {
  readonly how: 'selects';
  readonly resource: string;
  /** where the selector stands */
  readonly path: string;
  /** labels: a plain map, where nothing picks nothing · selector: metav1.LabelSelector, where an empty one picks all */
  readonly form: 'labels' | 'selector';
  /** what it picks becomes its own, unless it belongs to another */
  readonly adopts?: true;
}

/** Names objects of one kind at a path. */
interface Names {
  readonly how: 'names';
  /** of the names: `spec.volumes[*].configMap.name` */
  readonly path: string;
  readonly group: string;
  readonly kind: string;
  /** what it is named as: the end of i18n key `object:uses.as.…` */
  readonly as: string;
  /** the page of what is named has a section of its own for those that name it, and does not tell them again */
  readonly oneWay?: true;
}

/** Names objects of several kinds: at the path are references that say themselves which (apiVersion or apiGroup, kind, name, namespace). */
interface Points {
  readonly how: 'points';
  readonly path: string;
  /** "group/Kind" of those that it usually names */
  readonly kinds: readonly string[];
  readonly as: string;
}

/** How objects of one kind are bound to others, as data: the page of an object draws its relations from it. */
export type Relation = Owns | Selects | Names | Points;

/** Makes objects of that kind. */
export function owns(resource: string, more: Pick<Owns, 'narrowed' | 'narrowedBelow' | 'shared'> = {}): Owns {
  return { how: 'owns', resource, ...more };
}

/** Picks pods by their labels. */
export function selectsPods(path: string, form: Selects['form']): Selects {
  return { how: 'selects', resource: 'v1/pods', path, form };
}

/** Picks pods by their labels and makes them its own. */
export function adoptsPods(path: string, form: Selects['form']): Selects {
  return { ...selectsPods(path, form), adopts: true };
}

/** Names objects of one kind; the kind is "group/Kind", "/Pod" in the core group. */
export function names(path: string, groupAndKind: string, as: string): Names {
  const slash = groupAndKind.indexOf('/');
  return { how: 'names', path, group: groupAndKind.slice(0, slash), kind: groupAndKind.slice(slash + 1), as };
}

/** Holds references that say themselves what they name. */
export function points(path: string, kinds: readonly string[], as: string): Points {
  return { how: 'points', path, kinds, as };
}
