import type { Group } from '../entry.ts';
import { each, fails, k } from './samples.ts';

/** Custom resources, with columns and schemas of their own. */
export const CUSTOM: Group = {
  name: 'custom',
  // short names are the whole cluster's
  alone: true,
  files: {
    'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: lanterns.$NS.example.com
spec:
  group: $NS.example.com
  scope: Namespaced
  names: {plural: lanterns, singular: lantern, kind: Lantern, shortNames: [lan], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.count, statusReplicasPath: .status.count}
    additionalPrinterColumns:
    - {name: Lit, type: boolean, jsonPath: .spec.lit}
    - {name: Count, type: integer, jsonPath: .spec.count}
    - {name: Oil, type: string, jsonPath: .spec.oil, priority: 1}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    schema:
      openAPIV3Schema:
        type: object
        description: A lantern gives light.
        properties:
          spec:
            type: object
            description: What is wished.
            required: [lit]
            properties:
              lit: {type: boolean, description: Whether it burns.}
              count: {type: integer, minimum: 0, maximum: 10, default: 1}
              oil: {type: string, enum: [olive, whale]}
              place: {type: string, pattern: '^[a-z]+$'}
          status:
            type: object
            x-kubernetes-preserve-unknown-fields: true
`,
    'one.yaml': `apiVersion: $NS.example.com/v1
kind: Lantern
metadata: {name: one}
spec: {lit: true, oil: olive}
`,
    'bad.yaml': `apiVersion: $NS.example.com/v1
kind: Lantern
metadata: {name: bad}
spec: {count: 11, oil: petrol, place: "1"}
`,
    'typed.yaml': `apiVersion: $NS.example.com/v1
kind: Lantern
metadata: {name: typed}
spec: {lit: "yes"}
`,
  },
  before: ['kubectl apply -f crd.yaml', 'kubectl wait --for=condition=Established crd/lanterns.$NS.example.com'],
  after: ['kubectl delete crd lanterns.$NS.example.com --wait=false'],
  entries: [
    k('apply -f one.yaml', { until: true }),
    ...each(
      'get lanterns',
      'get lan one',
      'get lantern.$NS.example.com one -o wide',
      'get lanterns --show-labels',
      'get lan -o name',
      `get lan one -o jsonpath='{.spec}'`,
      'get all',
      'scale lan one --replicas=3',
      `get lan one -o jsonpath='{.spec.count}'`,
      'label lan one a=b',
      `patch lan one --type=merge -p '{"spec":{"lit":false}}'`,
      'get lan',
      'get crd lanterns.$NS.example.com',
      'api-resources --api-group=$NS.example.com --no-headers',
      'delete lan one',
    ),
    ...fails(`patch lan one --type=strategic -p '{"spec":{"lit":true}}'`, 'get lan one'),
    k('apply -f bad.yaml', { code: 1, kubectl: { to: 24 } }),
    k('apply -f typed.yaml', { code: 1, kubectl: { to: 24 } }),
    k('apply -f bad.yaml', {
      name: 'values that a schema forbids',
      code: 1,
      since: 25,
      kubectl: { from: 25 },
      err: [
        '* spec.lit: Required value',
        '* spec.count: Invalid value: 11: spec.count in body should be less than or equal to 10',
        '* spec.oil: Unsupported value: "petrol": supported values: "olive", "whale"',
        `* spec.place: Invalid value: "1": spec.place in body should match '^[a-z]+$'`,
      ],
    }),
    k('apply -f typed.yaml', {
      name: 'a value of the wrong type',
      code: 1,
      since: 25,
      kubectl: { from: 25 },
      err: 'spec.lit in body must be of type boolean: "string"',
    }),
    k('explain lan.spec', {
      until: true,
      out: 'Whether it burns.',
      kubectl: { to: 28 },
    }),
    k('delete crd lanterns.$NS.example.com'),
    k('get lanterns', {
      name: 'get after the definition is gone',
      code: 1,
      until: true,
      err: /could not find|doesn't have a resource type/,
    }),
  ],
};
