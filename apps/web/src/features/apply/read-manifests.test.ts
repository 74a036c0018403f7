import { expect, it } from 'vitest';
import { inApplyOrder } from './apply-order.ts';
import { readManifests } from './read-manifests.ts';

const facts = (text: string) =>
  readManifests(text).map(({ kind, name, namespace, document, fault }) => [kind, name, namespace, document, fault]);

it('OPS-061: every document of a text, with the place it names; empty ones are none', () => {
  const text = `# a comment first
---
apiVersion: v1
kind: Namespace
metadata: {name: stage} # stays
---
---
# nothing but words
---
apiVersion: v1
kind: Pod
metadata:
  name: mypod
  namespace: stage
...
---
apiVersion: batch/v1
kind: Job
metadata: {generateName: job-}
`;
  expect(facts(text)).toEqual([
    ['Namespace', 'stage', undefined, 0, undefined],
    ['Pod', 'mypod', 'stage', 3, undefined],
    ['Job', '', undefined, 4, undefined],
  ]);
  const [first, , job] = readManifests(text);
  expect(first?.text).toBe('---\napiVersion: v1\nkind: Namespace\nmetadata: {name: stage} # stays\n');
  expect(job?.generateName).toBe('job-');
});

it('a text stays as it was typed: CRLF, no, octals, anchors', () => {
  const text =
    'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata: {name: a}\r\ndata: {a: &x "no", b: *x}\r\nmode: 0644\r\n';
  const [one] = readManifests(text);
  expect(one?.text).toBe(text);
  expect(one?.value).toMatchObject({ data: { a: 'no', b: 'no' }, mode: 420 });
});

it('a List stands for what it holds, each member as it was typed', () => {
  const [one, two, three] = readManifests(`apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: a}
  data:
    text: |
      one
        two # no comment
    flag: "no"
- {apiVersion: v1, kind: Secret, metadata: {name: b}}
-   apiVersion: v1
    kind: Service
    metadata:
      name: c
`);
  expect(one).toMatchObject({ kind: 'ConfigMap', name: 'a', path: ['items', 0] });
  expect(one?.text).toBe(
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  text: |\n    one\n      two # no comment\n  flag: "no"\n',
  );
  expect(readManifests(one?.text ?? '')[0]?.value).toEqual(one?.value);
  expect(readManifests(two?.text ?? '')[0]?.value).toEqual(two?.value);
  expect(readManifests(three?.text ?? '')[0]?.value).toEqual(three?.value);
});

it('members that refer to each other are written out', () => {
  const [, two] = readManifests(
    'apiVersion: v1\nkind: List\nitems:\n- &a {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n- <<: *a\n  data: {b: c}\n',
  );
  expect(readManifests(two?.text ?? '')[0]?.value).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { b: 'c' },
  });
});

it('a kind of its own that ends in List and holds no objects is an object', () => {
  expect(facts('apiVersion: example.com/v1\nkind: AllowList\nmetadata: {name: a}\n')).toEqual([
    ['AllowList', 'a', undefined, 0, undefined],
  ]);
});

it('says what cannot be sent, and goes on with the rest', () => {
  expect(
    facts(
      'kind: Pod\n---\napiVersion: v1\n---\njust words\n---\na: [\n---\napiVersion: v1\nkind: Pod\nmetadata: {}\n',
    ).map((all) => all.at(-1)),
  ).toEqual(['noVersion', 'noKind', 'notObject', 'syntax', 'noName']);
});

it('what others need comes first; equals keep the order of the text', () => {
  const kinds = [
    'ValidatingWebhookConfiguration',
    'Lantern',
    'Pod',
    'Service',
    'Deployment',
    'ConfigMap',
    'RoleBinding',
    'ServiceAccount',
    'CustomResourceDefinition',
    'PersistentVolumeClaim',
    'Namespace',
  ];
  expect(inApplyOrder(kinds.map((kind, index) => ({ kind, index }))).map(({ kind }) => kind)).toEqual([
    'Namespace',
    'CustomResourceDefinition',
    'ServiceAccount',
    'RoleBinding',
    'ConfigMap',
    'PersistentVolumeClaim',
    'Service',
    'Pod',
    'Deployment',
    'Lantern',
    'ValidatingWebhookConfiguration',
  ]);
});
