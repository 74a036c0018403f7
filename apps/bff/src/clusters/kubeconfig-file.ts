import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { ConfigError } from '../config-error.ts';

const text = z.optional(z.nullable(z.string()));
const flag = z.optional(z.nullable(z.boolean()));

const clusterEntry = z.object({
  name: z.string(),
  cluster: z.object({
    server: z.string(),
    'certificate-authority': text,
    'certificate-authority-data': text,
    'tls-server-name': text,
    'insecure-skip-tls-verify': flag,
    'proxy-url': text,
  }),
});

// loose: a credential plugin's own settings go to the library that runs it, as they stand
const userEntry = z.object({
  name: z.string(),
  user: z.looseObject({
    token: text,
    tokenFile: text,
    'client-certificate': text,
    'client-certificate-data': text,
    'client-key': text,
    'client-key-data': text,
    username: text,
    password: text,
    as: text,
    exec: z.optional(z.nullable(z.looseObject({}))),
    'auth-provider': z.optional(z.nullable(z.looseObject({}))),
  }),
});

const contextEntry = z.object({
  name: z.string(),
  context: z.object({ cluster: z.string(), user: z.string(), namespace: text }),
});

export type KubeconfigCluster = z.infer<typeof clusterEntry>['cluster'];
export type KubeconfigUser = z.infer<typeof userEntry>['user'];

/** The parts of kubeconfigs that concern us, by name; file paths in it are absolute. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, KubeconfigCluster>;
  readonly users: ReadonlyMap<string, KubeconfigUser>;
  readonly contexts: ReadonlyMap<string, z.infer<typeof contextEntry>['context']>;
  readonly currentContext: string;
}

/**
 * Several files are merged as kubectl does it: the first that names a thing wins, files that are missing count as empty, and
 * so do entries that are not whole.
 */
export function readKubeconfigFiles(files: readonly string[]): Kubeconfig {
  const clusters = new Map<string, KubeconfigCluster>();
  const users = new Map<string, KubeconfigUser>();
  const contexts = new Map<string, z.infer<typeof contextEntry>['context']>();
  let currentContext = '';
  for (const file of files) {
    if (!existsSync(file)) continue;
    const content = parse(file);
    const folder = dirname(resolve(file));
    for (const { name, cluster } of entries(content['clusters'], clusterEntry))
      if (!clusters.has(name)) clusters.set(name, withPaths(cluster, folder, ['certificate-authority']));
    for (const { name, user } of entries(content['users'], userEntry))
      if (!users.has(name)) users.set(name, withPaths(user, folder, ['tokenFile', 'client-certificate', 'client-key']));
    for (const { name, context } of entries(content['contexts'], contextEntry))
      if (!contexts.has(name)) contexts.set(name, context);
    const current = content['current-context'];
    if (typeof current === 'string') currentContext ||= current;
  }
  return { clusters, users, contexts, currentContext };
}

function parse(file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  let fault = '';
  try {
    const document = parseDocument(readFileSync(file, 'utf8'));
    // the messages of the parser quote the lines around a fault, and a kubeconfig's lines are secrets: its code says enough
    fault = document.errors[0]?.code ?? '';
    content = fault === '' ? document.toJS() : undefined;
  } catch (error) {
    fault = (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
  if (fault === '' && typeof (content ?? {}) !== 'object') fault = 'not a mapping';
  if (fault !== '') throw new ConfigError('KUBECONFIG', `cannot read ${file} (${fault})`);
  return { ...(content ?? {}) };
}

function entries<T>(list: unknown, schema: z.ZodType<T>): T[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const read = schema.safeParse(entry);
    return read.success ? [read.data] : [];
  });
}

function withPaths<T extends object>(entry: T, folder: string, fields: readonly (keyof T)[]): T {
  const result = { ...entry };
  for (const field of fields) {
    const path = entry[field];
    if (typeof path === 'string' && path !== '') Object.assign(result, { [field]: resolve(folder, path) });
  }
  return result;
}
