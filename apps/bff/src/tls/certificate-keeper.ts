import type { Logger } from 'pino';
import { ConfigError } from '../config-error.ts';
import type { TlsSettings } from '../config-tls.ts';
import type { Clock } from '../live/clock.ts';
import { type Certificate, CertificateError } from './certificate.ts';
import { readCertificateFiles } from './certificate-files.ts';
import { makeSelfSigned, nextSelfSigned } from './self-signed.ts';

/** Kubernetes itself takes up to a minute until a changed Secret is in its place. */
const LOOK_MS = 10_000;
const DAY_MS = 24 * 3600 * 1000;
/** From so long before its end on, a certificate is warned about, once a day. */
export const ENDS_SOON_MS = 30 * DAY_MS;

interface CertificateKeeperOptions {
  readonly settings: TlsSettings;
  /** what the self-signed certificate follows from: the same on every replica */
  readonly secret: Buffer;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The certificate that is served. Files are read again and again, not watched: a mounted Secret changes by a swap of links, which tells
 * watchers nothing on some file systems. What is broken changes nothing.
 */
export class CertificateKeeper {
  readonly #options: CertificateKeeperOptions;
  readonly #listeners = new Set<(certificate: Certificate) => void>();
  #current: Certificate | undefined;
  /** what was wrong at the last look: told when it is still so at the next, since a swap may be under way */
  #fault = '';
  #toldFault = '';
  #toldEndAt = Number.NEGATIVE_INFINITY;
  /** when the self-signed one was made */
  #madeAt = 0;
  #looking: Promise<void> | undefined;
  #stop = () => {};
  #closed = false;

  constructor(options: CertificateKeeperOptions) {
    this.#options = options;
  }

  /** To be awaited before {@link current}. Throws a ConfigError when there are files that cannot be served. */
  async start(): Promise<void> {
    const { settings, log } = this.#options;
    const given = await this.#readFiles().catch((error: unknown) => {
      throw error instanceof CertificateError ? new ConfigError('QUARTERDECK_TLS_DIR', error.message) : error;
    });
    this.#use(given ?? (await this.#selfSigned()));
    if (given === null)
      log.warn(
        { folder: settings.folder, names: settings.names },
        'there is no certificate: a self-signed one is served, which browsers warn about',
      );
    this.#lookLater();
  }

  get current(): Certificate {
    if (this.#current === undefined) throw new Error('The certificate was not awaited');
    return this.#current;
  }

  /** Calls `changed` with each later certificate. */
  onChange(changed: (certificate: Certificate) => void): void {
    this.#listeners.add(changed);
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  /** Looks whether there is another certificate to be served; once at a time. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { log, clock } = this.#options;
    try {
      const found = await this.#readFiles();
      if (found !== null) this.#take(found);
      else if (this.current.source === 'given') throw new CertificateError('the files are gone');
      else if (clock.now() >= nextSelfSigned(this.#madeAt)) this.#use(await this.#selfSigned());
      this.#fault = '';
      this.#toldFault = '';
    } catch (error) {
      const reason = error instanceof CertificateError ? error.message : String(error);
      if (reason === this.#fault && reason !== this.#toldFault) {
        this.#toldFault = reason;
        log.warn({ reason }, 'the new certificate cannot be served: the one from before is kept');
      }
      this.#fault = reason;
    }
    this.#tellOfEnd();
  }

  async #selfSigned(): Promise<Certificate> {
    const { secret, settings, clock } = this.#options;
    const now = clock.now();
    const made = await makeSelfSigned(secret, settings.names, now);
    this.#madeAt = now;
    return made;
  }

  async #readFiles(): Promise<Certificate | null> {
    const { folder } = this.#options.settings;
    return folder === null ? null : readCertificateFiles(folder);
  }

  #take(found: Certificate): void {
    const { cert, key } = this.current;
    if (found.cert === cert && found.key === key) return;
    const isValid = ({ notBefore, notAfter }: Certificate) => {
      const now = this.#options.clock.now();
      return notBefore <= now && now < notAfter;
    };
    if (this.current.source === 'given' && isValid(this.current) && !isValid(found))
      throw new CertificateError('it is not valid at this time, and the present one is');
    this.#use(found);
    const { source, notAfter } = found;
    this.#options.log.info({ source, notAfter: new Date(notAfter) }, 'another certificate is served');
  }

  #use(certificate: Certificate): void {
    this.#current = certificate;
    this.#toldEndAt = Number.NEGATIVE_INFINITY;
    for (const changed of this.#listeners) changed(certificate);
    this.#tellOfEnd();
  }

  #tellOfEnd(): void {
    const { clock, log } = this.#options;
    const now = clock.now();
    const left = this.current.notAfter - now;
    if (left > ENDS_SOON_MS || now - this.#toldEndAt < DAY_MS) return;
    this.#toldEndAt = now;
    const notAfter = new Date(this.current.notAfter);
    if (left <= 0) log.warn({ notAfter }, 'the certificate has expired: browsers refuse it');
    else log.warn({ notAfter, days: Math.floor(left / DAY_MS) }, 'the certificate expires soon');
  }

  #lookLater(): void {
    if (this.#closed) return;
    this.#stop = this.#options.clock.after(LOOK_MS, () => void this.look().then(() => this.#lookLater()));
  }
}
