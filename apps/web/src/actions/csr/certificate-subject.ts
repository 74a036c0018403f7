/** Who a certificate would be for. */
export interface CertificateSubject {
  readonly commonNames: readonly string[];
  readonly organizations: readonly string[];
}

// X.520 attribute types in DER: OBJECT IDENTIFIER, 3 bytes, 2.5.4.x
const ATTRIBUTE = [0x06, 0x03, 0x55, 0x04];
const COMMON_NAME = 3;
const ORGANIZATION = 10;
/** UTF8String, PrintableString, TeletexString, IA5String */
const STRINGS = new Set([0x0c, 0x13, 0x14, 0x16]);

/**
 * User (CN) and groups (O) in a certificate request, base64 of PEM. Looks for the two attributes alone instead of reading the whole
 * structure (RFC 2986): it is shown beside the API server's own facts, and decides nothing.
 */
export function certificateSubject(request: string): CertificateSubject {
  const found: Record<number, string[]> = { [COMMON_NAME]: [], [ORGANIZATION]: [] };
  const bytes = derBytes(request);
  for (let at = 0; at + 7 < bytes.length; at += 1) {
    if (!ATTRIBUTE.every((byte, offset) => bytes[at + offset] === byte)) continue;
    const length = bytes[at + 6] ?? 0;
    const kept = found[bytes[at + 4] ?? 0];
    // names of 128 bytes and more have a longer length, and are none that a person reads here
    if (kept === undefined || !STRINGS.has(bytes[at + 5] ?? 0) || length > 127) continue;
    kept.push(new TextDecoder().decode(bytes.subarray(at + 7, at + 7 + length)));
  }
  return { commonNames: found[COMMON_NAME] ?? [], organizations: found[ORGANIZATION] ?? [] };
}

function derBytes(request: string): Uint8Array {
  try {
    const pem = atob(request);
    const body = /-----BEGIN [A-Z ]+-----([A-Za-z0-9+/=\s]+)-----END/.exec(pem)?.[1] ?? '';
    return Uint8Array.from(atob(body.replace(/\s+/g, '')), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
