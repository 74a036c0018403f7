import { points, type Relation } from '../relation.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** The role that a binding grants, and the service accounts that it grants it to. */
export const bindingRelations: readonly Relation[] = [
  points('roleRef', [`${GROUP}/Role`, `${GROUP}/ClusterRole`], 'role'),
  points('subjects[*]', ['/ServiceAccount'], 'subject'),
];
