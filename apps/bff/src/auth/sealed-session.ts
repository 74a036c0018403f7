import { createSecretKey, type KeyObject } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { CompactEncrypt, compactDecrypt } from 'jose';
import * as z from 'zod';
import type { Session } from './session.ts';

/** A session as its cookie holds it. */
export interface SealedSession {
  readonly session: Session;
  /** epoch seconds of the person's request that sealed it: the start of the idle time */
  readonly seenAt: number;
}

const epochSeconds = z.number().int().nonnegative();
const user = z.object({ name: z.string(), groups: z.array(z.string()) });
const as = z.object({ user: z.string(), groups: z.array(z.string()) }).optional();
const contents = z.object({
  session: z.object({
    id: z.string().length(43),
    cluster: z.string(),
    user,
    actor: z.object({ user, homeNamespace: z.string().nullable() }).optional(),
    kind: z.enum(['token', 'ready-login', 'local-user', 'kubeconfig', 'oidc', 'proxy']),
    credential: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('bearer'), token: z.string(), as }),
      z.object({
        kind: z.literal('certificate'),
        cert: z.string(),
        key: z.string(),
        token: z.string().optional(),
        as,
      }),
      z.object({ kind: z.literal('basic'), username: z.string(), password: z.string(), as }),
      z.object({ kind: z.literal('local-user'), as }),
    ]),
    csrf: z.string().length(43),
    homeNamespace: z.string().nullable(),
    tokenExpiresAt: epochSeconds.nullable(),
    sessionExpiresAt: epochSeconds,
    renewed: z.number().int().nonnegative().optional(),
    oidc: z.object({ provider: z.string(), refreshToken: z.string().nullable() }).optional(),
  }),
  seenAt: epochSeconds,
});

// far above what three cookies hold
const MAX_CONTENTS_BYTES = 256 * 1024;

/** Seals what a browser keeps for us into text that only holders of the key can read or make (JWE, RFC 7516, A256GCM). */
export class SessionSeal {
  readonly #key: KeyObject;

  constructor(key: Buffer) {
    this.#key = createSecretKey(key);
  }

  seal(sealed: SealedSession): Promise<string> {
    return this.sealJson(sealed);
  }

  /** undefined: not ours, altered, or of another format. */
  open(text: string): Promise<SealedSession | undefined> {
    return this.openJson(text, contents);
  }

  async sealJson(value: object): Promise<string> {
    // base64 text shrinks by a quarter, which lets an 8 kB token fit; nothing of an attacker's choice is beside it
    const plaintext = deflateRawSync(JSON.stringify(value));
    return new CompactEncrypt(plaintext).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(this.#key);
  }

  async openJson<T>(text: string, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      const { plaintext } = await compactDecrypt(text, this.#key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      const json = inflateRawSync(plaintext, { maxOutputLength: MAX_CONTENTS_BYTES }).toString('utf8');
      return schema.parse(JSON.parse(json));
    } catch {
      return undefined;
    }
  }
}
