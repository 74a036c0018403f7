const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** "12 B", "3.4 MiB", in the person's way to write numbers. */
export function sizeWords(bytes: number, language: string): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${value.toLocaleString(language, { maximumFractionDigits: power > 0 && value < 100 ? 1 : 0 })} ${UNITS[power]}`;
}

/** "rwxr-xr-x", as ls writes it. */
export function modeWords(mode: number): string {
  const letters = [...'rwxrwxrwx'].map((letter, at) => ((mode >> (8 - at)) & 1 ? letter : '-'));
  const special = (at: number, bit: number, letter: string) => {
    if ((mode & bit) !== 0) letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
  };
  special(2, 0o4000, 's');
  special(5, 0o2000, 's');
  special(8, 0o1000, 't');
  return letters.join('');
}

/** A file's start as text, or as a dump where it is none. */
export type Shown = { readonly as: 'text'; readonly text: string } | { readonly as: 'dump'; readonly text: string };

const DUMPED_BYTES = 4096;

/** Decides how the start of a file is shown. A character that the end cuts through does not make it binary. */
export function showBytes(bytes: Uint8Array, truncated: boolean): Shown {
  if (!bytes.includes(0)) {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    try {
      return { as: 'text', text: decoder.decode(bytes, { stream: truncated }) };
    } catch {
      // no UTF-8
    }
  }
  return { as: 'dump', text: dump(bytes.subarray(0, DUMPED_BYTES)) };
}

function dump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join('\n');
}
