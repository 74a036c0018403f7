import { randomBytes, webcrypto } from 'node:crypto';
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

/** What a certificate of the cluster's authority may be used for, and who it names. */
interface SigningOrder {
  /** a PKCS #10 request in PEM: its key and subject are taken over */
  readonly requestPem: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyUsages: number;
  readonly extendedUsages: readonly string[];
}

export interface Certificates {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
  /** A certificate in PEM for somebody else's key. Rejects when the request is not one, or is not signed by its own key. */
  sign(order: SigningOrder): Promise<string>;
}

/** A certificate authority for as long as the process lives, and a server certificate for loopback. Its times are the machine's, not the demo's. */
export async function makeCertificates(): Promise<Certificates> {
  const crypto = webcrypto as Crypto;
  const notBefore = new Date(Date.now() - DAY_MS);
  const notAfter = new Date(Date.now() + 365 * DAY_MS);
  const caKeys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const ca = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: '01',
      name: 'CN=kubernetes',
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      keys: caKeys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    },
    crypto,
  );
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const cert = await X509CertificateGenerator.create(
    {
      serialNumber: '02',
      subject: 'CN=kube-apiserver',
      issuer: ca.subject,
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: caKeys.privateKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'dns', value: 'kubernetes.default.svc' },
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '::1' },
        ]),
      ],
    },
    crypto,
  );
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return {
    caPem: ca.toString('pem'),
    certPem: cert.toString('pem'),
    keyPem: key,
    sign: async (order) => {
      const request = new Pkcs10CertificateRequest(order.requestPem);
      if (!(await request.verify(crypto))) throw new Error('the request is not signed by its own key');
      const alternatives = request.extensions.find((e) => e instanceof SubjectAlternativeNameExtension);
      const signed = await X509CertificateGenerator.create(
        {
          serialNumber: randomBytes(16).toString('hex'),
          subject: request.subjectName,
          issuer: ca.subjectName,
          notBefore: order.notBefore,
          notAfter: order.notAfter,
          signingAlgorithm: ALGORITHM,
          publicKey: request.publicKey,
          signingKey: caKeys.privateKey,
          extensions: [
            new BasicConstraintsExtension(false, undefined, true),
            ...(order.keyUsages === 0 ? [] : [new KeyUsagesExtension(order.keyUsages, true)]),
            new ExtendedKeyUsageExtension([...order.extendedUsages]),
            ...(alternatives ? [alternatives] : []),
          ],
        },
        crypto,
      );
      return `${signed.toString('pem')}\n`;
    },
  };
}
