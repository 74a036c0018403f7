import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { ConfigError } from '../../config-error.ts';

/** An OpenID provider whose tokens some clusters accept. */
export interface OidcSettings {
  readonly id: string;
  /** on the button */
  readonly title: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly scopes: readonly string[];
  /** names of clusters; null: all of them */
  readonly clusters: readonly string[] | null;
  /** which of its tokens the API servers take */
  readonly token: 'id_token' | 'access_token';
  readonly ca: string | null;
  /** whether signing out ends the provider's own session as well */
  readonly logout: boolean;
}

const VARIABLE = 'QUARTERDECK_OIDC_FILE';

const entry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/),
  title: z.string().min(1).max(100),
  issuer: z.url({ protocol: /^https$/ }),
  clientId: z.string().min(1).max(500),
  clientSecret: z.string().min(1).max(2000).optional(),
  clientSecretFile: z.string().min(1).optional(),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/))
    .default(['openid', 'email', 'profile', 'offline_access']),
  clusters: z.array(z.string().min(1)).optional(),
  token: z.enum(['id_token', 'access_token']).default('id_token'),
  caFile: z.string().min(1).optional(),
  logout: z.boolean().default(true),
});
const entries = z.array(entry).max(20);

/** Reads the file of OpenID providers; secrets may stand in files of their own, as Kubernetes mounts them. */
export function readOidcSettings(file: string | null, clusterNames: ReadonlySet<string>): readonly OidcSettings[] {
  if (file === null) return [];
  let value: unknown;
  try {
    value = JSON.parse(read(file));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(VARIABLE, `${file} is not JSON`);
  }
  const parsed = entries.safeParse(value);
  // the fault's place only: its value may be a secret
  if (!parsed.success) throw new ConfigError(VARIABLE, `${file} is wrong at ${parsed.error.issues[0]?.path.join('.')}`);
  const ids = new Set<string>();
  return parsed.data.map(({ clientSecret, clientSecretFile, caFile, clusters, ...rest }) => {
    if (ids.has(rest.id)) throw new ConfigError(VARIABLE, `${file} has two providers "${rest.id}"`);
    ids.add(rest.id);
    const stranger = clusters?.find((name) => !clusterNames.has(name));
    if (stranger !== undefined)
      throw new ConfigError(VARIABLE, `${file}: "${rest.id}" names the cluster "${stranger}", which is not known here`);
    return {
      ...rest,
      scopes: [...new Set(['openid', ...rest.scopes])],
      clusters: clusters ?? null,
      clientSecret: clientSecret ?? (clientSecretFile === undefined ? null : read(clientSecretFile).trim()),
      ca: caFile === undefined ? null : read(caFile),
    };
  });
}

function read(file: string): string {
  if (!existsSync(file)) throw new ConfigError(VARIABLE, `cannot read ${file} (ENOENT)`);
  return readFileSync(file, 'utf8');
}
