import { objectsIn, textAt } from '../json-value.ts';
import { AGE, ALL_VERBS, column, NAME, type ResourceType, STATUS } from './resource-type.ts';

const admission = {
  group: 'admissionregistration.k8s.io',
  versions: ['v1'],
  namespaced: false,
  verbs: ALL_VERBS,
  subresources: [],
  categories: ['api-extensions'],
  generation: true,
} as const;

const webhooks = column('Webhooks', (o) => objectsIn(o, 'webhooks').length, 'integer');

export const ADMISSION_RESOURCES: readonly ResourceType[] = [
  {
    ...admission,
    plural: 'mutatingwebhookconfigurations',
    singular: 'mutatingwebhookconfiguration',
    kind: 'MutatingWebhookConfiguration',
    columns: [NAME, webhooks, AGE],
  },
  {
    ...admission,
    plural: 'validatingadmissionpolicies',
    singular: 'validatingadmissionpolicy',
    kind: 'ValidatingAdmissionPolicy',
    subresources: [STATUS('ValidatingAdmissionPolicy')],
    columns: [
      NAME,
      column('Validations', (o) => objectsIn(o, 'spec', 'validations').length, 'integer'),
      column('ParamKind', (o) => {
        const kind = textAt(o, 'spec', 'paramKind', 'kind');
        return kind === '' ? '<unset>' : `${textAt(o, 'spec', 'paramKind', 'apiVersion')}/${kind}`;
      }),
      AGE,
    ],
  },
  {
    ...admission,
    plural: 'validatingadmissionpolicybindings',
    singular: 'validatingadmissionpolicybinding',
    kind: 'ValidatingAdmissionPolicyBinding',
    columns: [
      NAME,
      column('PolicyName', (o) => textAt(o, 'spec', 'policyName')),
      column('ParamRef', (o) => {
        const name = textAt(o, 'spec', 'paramRef', 'name');
        const namespace = textAt(o, 'spec', 'paramRef', 'namespace') || '*';
        return name === '' ? '<unset>' : `${namespace}/${name}`;
      }),
      AGE,
    ],
  },
  {
    ...admission,
    plural: 'validatingwebhookconfigurations',
    singular: 'validatingwebhookconfiguration',
    kind: 'ValidatingWebhookConfiguration',
    columns: [NAME, webhooks, AGE],
  },
];
