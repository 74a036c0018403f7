import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

/** What TLS is spoken with. */
export interface Certificate {
  /** PEM: the server's certificate, then those above it */
  readonly cert: string;
  /** PEM */
  readonly key: string;
  readonly source: 'given' | 'self-signed';
  /** vouched for by itself alone, whoever made it */
  readonly isSelfSigned: boolean;
  /** epoch milliseconds */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A pair that cannot be served. The message says why, and holds nothing of the key. */
export class CertificateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CertificateError';
  }
}

export const MIN_TLS = 'TLSv1.2';

/** Checks that certificate and key are each readable and belong together. */
export function readCertificate(cert: string, key: string, source: Certificate['source']): Certificate {
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(cert);
  } catch {
    throw new CertificateError('the certificate is not PEM');
  }
  if (/ENCRYPTED/.test(key)) throw new CertificateError('the key has a passphrase: store it without one');
  try {
    if (!leaf.checkPrivateKey(createPrivateKey(key)))
      throw new CertificateError('the key is not the one of the (first) certificate');
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    throw new CertificateError('the key is not PEM');
  }
  try {
    createSecureContext({ cert, key, minVersion: MIN_TLS });
  } catch (error) {
    throw new CertificateError(`OpenSSL refuses it (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  return {
    cert,
    key,
    source,
    // not checkIssued(): a certificate that may sign no others is not said to have issued itself
    isSelfSigned: leaf.subject === leaf.issuer && leaf.verify(leaf.publicKey),
    notBefore: Date.parse(leaf.validFrom),
    notAfter: Date.parse(leaf.validTo),
  };
}
