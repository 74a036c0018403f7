import type { RoleRef, Subject } from 'kubernetes-types/rbac/v1';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import {
  AGE,
  ALL_VERBS,
  CREATE_ONLY,
  CREATED_AT,
  column,
  NAME,
  orNone,
  type ResourceType,
  STATUS,
  wide,
} from './resource-type.ts';

type Binding = DemoObject & { roleRef: RoleRef; subjects?: Subject[] };

const subjects = (kind: string, text: (subject: Subject) => string) => (binding: Binding) =>
  (binding.subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(text)
    .join(', ');

const BINDING_COLUMNS: ResourceType<Binding>['columns'] = [
  NAME,
  column('Role', (b) => `${b.roleRef.kind}/${b.roleRef.name}`),
  AGE,
  wide(
    'Users',
    subjects('User', (subject) => subject.name),
  ),
  wide(
    'Groups',
    subjects('Group', (subject) => subject.name),
  ),
  wide(
    'ServiceAccounts',
    subjects('ServiceAccount', (subject) => `${subject.namespace ?? ''}/${subject.name}`),
  ),
];

const rbac = { group: 'rbac.authorization.k8s.io', versions: ['v1'], verbs: ALL_VERBS, subresources: [] } as const;

const rolebindings: ResourceType<Binding> = {
  ...rbac,
  plural: 'rolebindings',
  singular: 'rolebinding',
  kind: 'RoleBinding',
  namespaced: true,
  columns: BINDING_COLUMNS,
};

const clusterrolebindings: ResourceType<Binding> = {
  ...rbac,
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  columns: BINDING_COLUMNS,
};

function requestCondition(csr: DemoObject): string {
  const types = objectsIn(csr, 'status', 'conditions').map((condition) => textAt(condition, 'type'));
  if (types.length === 0) return 'Pending';
  if (textAt(csr, 'status', 'certificate') !== '') types.push('Issued');
  return types.join(',');
}

const REVIEWS: readonly { group: string; plural: string; kind: string; namespaced?: boolean }[] = [
  { group: 'authentication.k8s.io', plural: 'selfsubjectreviews', kind: 'SelfSubjectReview' },
  { group: 'authentication.k8s.io', plural: 'tokenreviews', kind: 'TokenReview' },
  {
    group: 'authorization.k8s.io',
    plural: 'localsubjectaccessreviews',
    kind: 'LocalSubjectAccessReview',
    namespaced: true,
  },
  { group: 'authorization.k8s.io', plural: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview' },
  { group: 'authorization.k8s.io', plural: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview' },
  { group: 'authorization.k8s.io', plural: 'subjectaccessreviews', kind: 'SubjectAccessReview' },
];

export const ACCESS_RESOURCES: readonly ResourceType[] = [
  ...REVIEWS.map(
    ({ group, plural, kind, namespaced = false }): ResourceType => ({
      group,
      versions: ['v1'],
      plural,
      singular: kind.toLowerCase(),
      kind,
      namespaced,
      verbs: CREATE_ONLY,
      subresources: [],
      columns: [],
    }),
  ),
  {
    group: 'certificates.k8s.io',
    versions: ['v1'],
    plural: 'certificatesigningrequests',
    singular: 'certificatesigningrequest',
    kind: 'CertificateSigningRequest',
    shortNames: ['csr'],
    namespaced: false,
    verbs: ALL_VERBS,
    subresources: [
      { name: 'approval', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] },
      STATUS('CertificateSigningRequest'),
    ],
    columns: [
      NAME,
      AGE,
      column('SignerName', (csr) => orNone(textAt(csr, 'spec', 'signerName'))),
      column('Requestor', (csr) => textAt(csr, 'spec', 'username')),
      column('RequestedDuration', (csr) => {
        const seconds = valueAt(csr, 'spec', 'expirationSeconds');
        return typeof seconds === 'number' ? `${seconds}s` : '<none>';
      }),
      column('Condition', requestCondition),
    ],
    fields: { 'spec.signerName': (csr) => textAt(csr, 'spec', 'signerName') },
  },
  clusterrolebindings,
  {
    ...rbac,
    plural: 'clusterroles',
    singular: 'clusterrole',
    kind: 'ClusterRole',
    namespaced: false,
    columns: [NAME, CREATED_AT],
  },
  rolebindings,
  { ...rbac, plural: 'roles', singular: 'role', kind: 'Role', namespaced: true, columns: [NAME, CREATED_AT] },
];
