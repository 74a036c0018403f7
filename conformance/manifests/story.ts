import type { Step } from '../scenarios/scenario.ts';

/** Why what comes of a manifest is looked at on the demo only. */
const IMAGES = 'there is no registry, and few of the images';

/** The first Kubernetes minor with server-side apply for good: before, port lists and claim templates trip over it. */
const SERVER_SIDE = 22;
/** Ends the name of an object that kubectl always finds changed: its manifest has a null, or an empty map that merges anew. */
const CHANGES = / \(changes\)$/;

/** A manifest's own name: "m-03" of m-03-deployment-app-…yaml. */
function idOf(file: string): string {
  const [name = file] = file.replace(/\/$/, '').split('/').slice(-1);
  return /^m-?\d+(?:-\d+|-m\d+)?/.exec(name)?.[0] ?? name.replace('.yaml', '').slice(0, 18);
}

/** The first steps of a story: the namespace that its file names as $AT, made if it is not there. */
export function inNamespace(file: string): Step[] {
  return [
    {
      id: 'at',
      line: `AT=$(sed -n "s/^  namespace: //p" ${file} | head -1); export AT=\${AT:-$NS}
kubectl get namespace $AT -o name || kubectl create namespace $AT
until kubectl get serviceaccount default -n $AT -o name; do :; done`,
    },
  ];
}

/** Applies a file in every way: dry, by the server, by the client, again, and by the server what the client applied. */
export function applies(file: string, objects: readonly string[], looks: readonly Look[] = []): Step[] {
  const each = (what: string): string =>
    `…\n${objects.map((object) => `${object.replace(CHANGES, '')} ${what}`).join('\n')}`;
  const again = objects.map((object) =>
    CHANGES.test(object) ? object.replace(CHANGES, ' configured') : `${object} unchanged`,
  );
  const id = idOf(file);
  // kustomize's order changed from version to version
  const [flag, sorted] = file.endsWith('/') ? ['-k', ' | LC_ALL=C sort'] : ['-f', ''];
  return [
    { id, line: `kubectl apply --dry-run=server ${flag} ${file}${sorted}`, prints: each('created (server dry run)') },
    {
      id,
      since: SERVER_SIDE,
      line: `kubectl apply --server-side --dry-run=server ${flag} ${file}${sorted}`,
      prints: each('serverside-applied (server dry run)'),
    },
    { id, line: `kubectl apply ${flag} ${file}${sorted}`, prints: each('created') },
    { id, line: `kubectl apply ${flag} ${file}${sorted}`, prints: `…\n${again.join('\n')}` },
    ...looksAt(id, looks),
    {
      id,
      since: SERVER_SIDE,
      line: `kubectl apply --server-side ${flag} ${file}${sorted}`,
      prints: each('serverside-applied'),
    },
  ];
}

/** A line to look at what comes of a manifest, and what it shows in the end. */
export type Look = readonly [line: string, sees: string, within?: number];

export function looksAt(id: string, looks: readonly Look[]): Step[] {
  return looks.map(([line, sees, within]) => ({
    id,
    line,
    sees,
    demoOnly: IMAGES,
    ...(within === undefined ? {} : { within }),
  }));
}

/** Applies a file to objects that another one made. */
export function changes(file: string, object: string, looks: readonly Look[] = []): Step[] {
  const id = idOf(file);
  return [
    { id, line: `kubectl apply --dry-run=server -f ${file}`, prints: `…\n${object} configured (server dry run)` },
    { id, line: `kubectl diff -f ${file}`, code: 1 },
    { id, line: `kubectl apply -f ${file}`, prints: `…\n${object} configured` },
    ...looksAt(id, looks),
  ];
}

/** Takes away what a file applied, and waits for its pods to be gone. */
export function removes(file: string, selector: string): Step[] {
  const flag = file.endsWith('/') ? '-k' : '-f';
  return [
    { id: 'gone', line: `kubectl delete ${flag} ${file}` },
    { id: 'gone', line: `kubectl get pods -n $AT -l ${selector}`, sees: 'No resources found<text>' },
  ];
}

const WAYS = ['', ' --server-side', ' --dry-run=server'];

/** A file that no server of today takes: its version was removed. */
export function isUnknown(file: string, name: string, kind: string, version: string, before: number): Step[] {
  const id = idOf(file);
  const words = `no matches for kind "${kind}" in version "${version}"`;
  return WAYS.flatMap((way): Step[] => [
    {
      id,
      line: `kubectl apply${way} -f ${file}`,
      code: 1,
      since: before,
      kubectl: { from: 24 },
      prints: `
        error: resource mapping not found for name: "${name}" namespace: "<text>" from "${file}": ${words}
        ensure CRDs are installed first`,
    },
    {
      id,
      line: `kubectl apply${way} -f ${file}`,
      code: 1,
      since: before,
      kubectl: { to: 23 },
      prints: `error: unable to recognize "${file}": ${words}`,
    },
  ]);
}

/** The same file where the server still has the version. */
export function wasKnown(file: string, object: string, before: number): Step[] {
  const id = idOf(file);
  return [
    { id, before, line: `kubectl apply -f ${file}`, prints: `…\n${object} created` },
    { id, before, line: `kubectl delete -f ${file}` },
  ];
}
