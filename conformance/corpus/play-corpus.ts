import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readDocuments } from '../../apps/web/src/api/schema/read-documents.ts';
import { KubeApi } from '../../e2e/fixtures/kube-api.ts';
import type { Cluster, Place } from '../cluster.ts';
import type { Count } from '../play-areas.ts';
import { CORPUS, type CorpusCase } from './cases.ts';

/** The version from which on servers refuse unknown fields and keys that stand twice when asked to. */
const STRICT_MINOR = 25;

interface Made {
  /** undefined: refused */
  readonly object: Readonly<Record<string, unknown>> | undefined;
  readonly said: string;
}

/** The same text through kubectl and as the web app sends it (application/yaml, as it stands) must make the same object. */
export async function playCorpus(
  cluster: Cluster,
  { filter, say }: { readonly filter: string; readonly say: (line: string) => void },
): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const cases = CORPUS.filter(({ name }) => `corpus/${name}`.includes(filter));
  const kubectl = cluster.kubectls.at(-1);
  if (cases.length === 0 || kubectl === undefined) return count;
  const theirs = await cluster.place(kubectl, 'corpus-kubectl');
  const ours = await cluster.place(kubectl, 'corpus-sent');
  try {
    const api = new KubeApi(cluster.kubeconfig);
    for (const one of cases) {
      const fault = await playCase(one, theirs, ours, api, cluster.minor >= STRICT_MINOR);
      count[fault === undefined ? 'passed' : 'failed'] += 1;
      say(fault === undefined ? `ok   corpus/${one.name}` : `FAIL corpus/${one.name}\n     ${fault}`);
    }
  } finally {
    await theirs.leave();
    await ours.leave();
  }
  return count;
}

async function playCase(
  { text, outcome, strict = false }: CorpusCase,
  theirs: Place,
  ours: Place,
  api: KubeApi,
  isStrict: boolean,
): Promise<string | undefined> {
  const plural = text.includes('ControllerRevision') ? 'controllerrevisions' : 'configmaps';
  const root = plural === 'configmaps' ? '/api/v1' : '/apis/apps/v1';
  const collection = `${root}/namespaces/${ours.namespace}/${plural}`;
  const kept = await byKubectl(text, theirs, plural);
  const sent = await bySending(text, collection, api);
  await theirs.kubectl.run(['delete', plural, 'corpus', '--ignore-not-found']);
  await api.request('DELETE', `${collection}/corpus`, { allow: [404] });
  const isRefused = outcome === 'refused' && (!strict || isStrict);
  // kubectl reads a text itself before it sends it, and may be newer or older than the server: what is strict is the server's
  if (isRefused) return sent.object === undefined && (strict || kept.object === undefined) ? undefined : 'was accepted';
  if (sent.object === undefined) return `we were refused: ${sent.said}`;
  if (strict) return undefined;
  if (kept.object === undefined) return `kubectl was refused: ${kept.said}`;
  if (!isDeepStrictEqual(kept.object, sent.object)) return differ('kubectl', kept.object, 'sent', sent.object);
  const read = asRead(text);
  const { data } = sent.object;
  return isDeepStrictEqual(read, data) ? undefined : differ('editor', read, 'server', data);
}

/** The data as the editor's own reader takes it: what it marks and completes must be what the server will see. */
function asRead(text: string): unknown {
  const value = readDocuments(text).find(({ value: found }) => typeof found === 'object' && found !== null)?.value;
  const data: unknown = JSON.parse(JSON.stringify(value)).data;
  return data ?? undefined;
}

function differ(one: string, a: unknown, other: string, b: unknown): string {
  const short = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 600);
  return `${one}: ${short(a)}\n     ${other}: ${short(b)}`;
}

async function byKubectl(text: string, { kubectl, folder }: Place, plural: string): Promise<Made> {
  writeFileSync(join(folder, 'corpus.yaml'), text);
  // server-side: what a client-side apply writes beside the object has a limit of its own (256 KB)
  const ran = await kubectl.run(['create', '-f', 'corpus.yaml']);
  if (ran.code !== 0) return { object: undefined, said: ran.stderr };
  const read = await kubectl.run(['get', plural, 'corpus', '-o', 'json']);
  return { object: bare(JSON.parse(read.stdout)), said: '' };
}

async function bySending(text: string, collection: string, api: KubeApi): Promise<Made> {
  try {
    const object = await api.request('POST', `${collection}?fieldManager=quarterdeck&fieldValidation=Strict`, {
      body: text,
      contentType: 'application/yaml',
    });
    return { object: bare(object), said: '' };
  } catch (error) {
    return { object: undefined, said: error instanceof Error ? error.message : String(error) };
  }
}

/** What a person wrote of it. */
function bare(value: unknown): Readonly<Record<string, unknown>> {
  const { metadata, ...rest } = value as { readonly metadata: Readonly<Record<string, unknown>> };
  const { name, labels, annotations } = metadata;
  return { ...rest, metadata: { name, labels, annotations } };
}
