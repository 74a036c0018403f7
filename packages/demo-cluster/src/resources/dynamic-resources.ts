import { textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { AGE, ALL_VERBS, column, NAME, type ResourceType, STATUS } from './resource-type.ts';

const dynamic = { group: 'resource.k8s.io', versions: ['v1'], verbs: ALL_VERBS, subresources: [] } as const;

function claimState(claim: DemoObject): string {
  const states = claim.metadata.deletionTimestamp ? ['deleted'] : [];
  if (valueAt(claim, 'status', 'allocation') === undefined) {
    if (states.length === 0) states.push('pending');
  } else {
    states.push('allocated');
    const reserved = valueAt(claim, 'status', 'reservedFor');
    if (Array.isArray(reserved) && reserved.length > 0) states.push('reserved');
  }
  return states.join(',');
}

/** Dynamic resource allocation: devices, and who has claimed them. */
export const DYNAMIC_RESOURCES: readonly ResourceType[] = [
  {
    ...dynamic,
    plural: 'deviceclasses',
    singular: 'deviceclass',
    kind: 'DeviceClass',
    namespaced: false,
    generation: true,
    columns: [NAME, AGE],
  },
  {
    ...dynamic,
    plural: 'resourceclaims',
    singular: 'resourceclaim',
    kind: 'ResourceClaim',
    namespaced: true,
    subresources: [STATUS('ResourceClaim')],
    columns: [NAME, column('State', claimState), AGE],
  },
  {
    ...dynamic,
    plural: 'resourceclaimtemplates',
    singular: 'resourceclaimtemplate',
    kind: 'ResourceClaimTemplate',
    namespaced: true,
    columns: [NAME, AGE],
  },
  {
    ...dynamic,
    plural: 'resourceslices',
    singular: 'resourceslice',
    kind: 'ResourceSlice',
    namespaced: false,
    generation: true,
    columns: [
      NAME,
      column('Node', (o) => textAt(o, 'spec', 'nodeName') || '<unset>'),
      column('Driver', (o) => textAt(o, 'spec', 'driver')),
      column('Pool', (o) => textAt(o, 'spec', 'pool', 'name')),
      AGE,
    ],
    fields: {
      'spec.nodeName': (o) => textAt(o, 'spec', 'nodeName'),
      'spec.driver': (o) => textAt(o, 'spec', 'driver'),
    },
  },
];
