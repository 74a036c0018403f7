import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Certificate, CertificateError, readCertificate } from './certificate.ts';

/** Names of a Secret of type kubernetes.io/tls, then those of the dashboard that many came from. */
const NAMES = ['tls', 'dashboard'] as const;

/** The pair in a folder; null when there is none. Throws a CertificateError when it cannot be served. */
export async function readCertificateFiles(folder: string): Promise<Certificate | null> {
  for (const name of NAMES) {
    const [cert, key] = await Promise.all([read(folder, `${name}.crt`), read(folder, `${name}.key`)]);
    if (cert === undefined && key === undefined) continue;
    if (cert === undefined || key === undefined)
      throw new CertificateError(`${name}.${cert === undefined ? 'crt' : 'key'} is missing`);
    try {
      return readCertificate(cert, key, 'given');
    } catch (error) {
      throw error instanceof CertificateError
        ? new CertificateError(`${name}.crt, ${name}.key: ${error.message}`)
        : error;
    }
  }
  return null;
}

async function read(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CertificateError(`${name} cannot be read (${code ?? 'error'})`);
  }
}
