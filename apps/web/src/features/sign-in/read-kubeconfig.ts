import type { KubeconfigLogin } from '@quarterdeck/shared/bff-api';
import { parseDocument } from 'yaml';

/** Why a context cannot be used from a browser. */
type ContextFault =
  | { readonly why: 'exec' | 'auth-provider' /** the program, as it would be run */; readonly command: string }
  | { readonly why: 'files' | 'empty' | 'impersonates' | 'no-cluster' };

export interface KubeconfigContext {
  readonly name: string;
  readonly user: string;
  readonly server: string;
  readonly namespace: string | undefined;
  readonly current: boolean;
  /** what would be sent, and nothing else of the file; undefined where `fault` says why not */
  readonly login: KubeconfigLogin | undefined;
  readonly fault: ContextFault | undefined;
}

const MAX_CONTEXTS = 500;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The contexts of a kubeconfig, the current one first; 'broken' when it is none. The file is read here and stays here: only the chosen
 * context's credential leaves the page.
 */
export function readKubeconfig(text: string): readonly KubeconfigContext[] | 'broken' {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return 'broken';
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch {
    return 'broken';
  }
  const file = fieldsOf(content);
  const contexts = file && entries(file['contexts'], 'context');
  if (!file || !contexts || contexts.size === 0) return 'broken';
  const clusters = entries(file['clusters'], 'cluster');
  const users = entries(file['users'], 'user');
  const currentName = textOf(file['current-context']);
  return [...contexts]
    .slice(0, MAX_CONTEXTS)
    .map(([name, context]): KubeconfigContext => {
      const userName = textOf(context['user']) ?? '';
      const cluster = clusters.get(textOf(context['cluster']) ?? '');
      const user = users.get(userName) ?? {};
      const server = textOf(cluster?.['server']) ?? '';
      const namespace = textOf(context['namespace']);
      const fault = server === '' ? ({ why: 'no-cluster' } as const) : faultOf(user);
      const authority = textOf(cluster?.['certificate-authority-data']);
      const login: KubeconfigLogin = {
        server,
        ...(authority === undefined ? {} : { authority }),
        ...(namespace === undefined ? {} : { namespace }),
        user: credentialOf(user),
      };
      return {
        name,
        user: userName,
        server,
        namespace,
        current: name === currentName,
        fault,
        login: fault === undefined ? login : undefined,
      };
    })
    .sort((a, b) => Number(b.current) - Number(a.current));
}

function faultOf(user: Fields): ContextFault | undefined {
  if (textOf(user['as']) !== undefined) return { why: 'impersonates' };
  const credential = credentialOf(user);
  // as kubectl: what is embedded wins over a plug-in
  if (Object.keys(credential).length > 0) return undefined;
  const exec = fieldsOf(user['exec']);
  if (exec) {
    const args = Array.isArray(exec['args']) ? exec['args'].filter((item) => typeof item === 'string') : [];
    return { why: 'exec', command: [textOf(exec['command']) ?? '', ...args].map(quoted).join(' ') };
  }
  const provider = fieldsOf(user['auth-provider']);
  if (provider) return { why: 'auth-provider', command: textOf(provider['name']) ?? '' };
  const inFiles = ['tokenFile', 'client-certificate', 'client-key'].some((name) => textOf(user[name]) !== undefined);
  return { why: inFiles ? 'files' : 'empty' };
}

function credentialOf(user: Fields): KubeconfigLogin['user'] {
  const token = textOf(user['token']);
  const certificate = textOf(user['client-certificate-data']);
  const key = textOf(user['client-key-data']);
  const username = textOf(user['username']);
  return {
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined || key === undefined ? {} : { certificate, key }),
    ...(username === undefined ? {} : { username, password: textOf(user['password']) ?? '' }),
  };
}

/** name → what stands under it; a Map, since the names are the file's. */
function entries(list: unknown, field: string): Map<string, Fields> {
  const found = new Map<string, Fields>();
  for (const item of Array.isArray(list) ? list : []) {
    const entry = fieldsOf(item);
    const name = textOf(entry?.['name']);
    const content = fieldsOf(entry?.[field]);
    if (name !== undefined && content && !found.has(name)) found.set(name, content);
  }
  return found;
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
