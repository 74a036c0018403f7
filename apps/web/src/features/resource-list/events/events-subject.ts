import { findByKind } from '../../../api/discovery.ts';
import type { DiscoveredResource } from '../../../api/kube-object.ts';
import type { EventGroups } from '../../../live/event-groups.ts';
import { groupOfRow } from '../../../live/event-groups.ts';
import { type ListSubject, rowTarget } from '../list-subject.ts';
import { kindRowKey, readKindRowKey } from '../panel/row-key.ts';
import { aboutText } from './event-columns.ts';

export interface EventsSubjectInput {
  readonly cluster: string;
  /** the events themselves */
  readonly resource: DiscoveredResource;
  readonly resources: readonly DiscoveredResource[];
  readonly title: string;
  readonly membersOf: EventGroups['membersOf'];
}

/**
 * Events, added up by what they are about. A row is no object: beside the list stands the object that it is about, and what is
 * done with selected rows is done with their events.
 */
export function eventsSubject({ cluster, resource, resources, title, membersOf }: EventsSubjectInput): ListSubject {
  return {
    cluster,
    title,
    plural: 'events',
    kubectl: 'events',
    namespaced: true,
    resources: [resource],
    memory: 'events',
    remarks: ['grouped'],
    targetOf: () => undefined,
    targetsOf: ({ uid }) => membersOf(uid).map((event) => rowTarget(cluster, resource, { ...event, labels: null })),
    actionsOf: () => [],
    nameOf: (row) => `${groupOfRow(row).reason} ${aboutText(row)}`,
    keyOf: (row) => {
      const { apiVersion, kind, namespace, name } = groupOfRow(row).about;
      const about = findByKind(resources, apiVersion, kind);
      if (about === undefined || about.namespaced !== (namespace !== '')) return undefined;
      return kindRowKey({ cluster, resource: about, namespace: about.namespaced ? namespace : undefined, name });
    },
    refOf: (key) => readKindRowKey(key, cluster, resources),
  };
}
