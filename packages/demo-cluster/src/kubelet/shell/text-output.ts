const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '\\': '\\',
};

/** Backslash escapes of echo -e and printf. */
function unescapeText(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|(.))/gs,
    (whole, hex?: string, octal?: string, char?: string) => {
      if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      return ESCAPES[char ?? ''] ?? whole;
    },
  );
}

/** echo with -n and -e. */
export function echo(args: readonly string[]): string {
  let newline = '\n';
  let isEscaped = false;
  let at = 0;
  for (; /^-[neE]+$/.test(args[at] ?? ''); at++) {
    if (args[at]?.includes('n')) newline = '';
    if (args[at]?.includes('e')) isEscaped = true;
  }
  const text = args.slice(at).join(' ');
  return (isEscaped ? unescapeText(text) : text) + newline;
}

/** printf with %s %d %i %x %o %f %c %b %%, widths and precision; the format is reused while arguments are left. */
export function printf(format: string, args: readonly string[]): string {
  let out = '';
  let next = 0;
  do {
    out += unescapeText(format).replace(
      /%([-0+ ]*)(\d+)?(?:\.(\d+))?([sdixofcb%])/g,
      (_whole, flags: string, width: string | undefined, precision: string | undefined, type: string) => {
        if (type === '%') return '%';
        const value = args[next++] ?? '';
        let text = formatted(type, value, precision === undefined ? undefined : Number(precision));
        if (width) {
          const size = Number(width);
          const isZero = flags.includes('0') && type !== 's';
          text = flags.includes('-') ? text.padEnd(size) : isZero ? text.padStart(size, '0') : text.padStart(size);
        }
        return text;
      },
    );
  } while (next > 0 && next < args.length);
  return out;
}

function formatted(type: string, value: string, precision: number | undefined): string {
  const number = Number(value) || 0;
  switch (type) {
    case 'd':
    case 'i':
      return String(Math.trunc(number));
    case 'x':
      return Math.trunc(number).toString(16);
    case 'o':
      return Math.trunc(number).toString(8);
    case 'f':
      return number.toFixed(precision ?? 6);
    case 'c':
      return value.charAt(0);
    case 'b':
      return unescapeText(value);
    default:
      return precision === undefined ? value : value.slice(0, precision);
  }
}

/** date with the usual formats, in UTC. */
export function date(nowMs: number, format: string | undefined): string {
  const at = new Date(nowMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][at.getUTCDay()] ?? '';
  const month =
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][at.getUTCMonth()] ?? '';
  const fields: Record<string, string> = {
    Y: String(at.getUTCFullYear()),
    y: two(at.getUTCFullYear() % 100),
    m: two(at.getUTCMonth() + 1),
    d: two(at.getUTCDate()),
    e: String(at.getUTCDate()).padStart(2),
    H: two(at.getUTCHours()),
    M: two(at.getUTCMinutes()),
    S: two(at.getUTCSeconds()),
    N: `${String(at.getUTCMilliseconds()).padStart(3, '0')}000000`,
    s: String(Math.floor(nowMs / 1000)),
    a: day,
    b: month,
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    '%': '%',
  };
  fields['F'] = `${fields['Y']}-${fields['m']}-${fields['d']}`;
  fields['T'] = `${fields['H']}:${fields['M']}:${fields['S']}`;
  return (format ?? '%a %b %e %T %Z %Y').replace(/%(.)/g, (whole, key: string) => fields[key] ?? whole);
}
