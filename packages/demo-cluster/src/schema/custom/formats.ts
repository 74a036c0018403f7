import { isIPv4, isIPv6 } from 'node:net';

const HOSTNAME =
  /^(?=.{1,255}$)[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)*$/;
const DURATION = /^[-+]?(?:0|(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const WORDS_OF_TIME =
  /^\d+(?:\.\d+)?\s*(?:ns|nano|nanoseconds?|µs|micros?|microseconds?|ms|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/i;
const uuid = (version: string) => new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}-?[0-9a-f]{4}-?[0-9a-f]{12}$`, 'i');

const isDate = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

function isUri(text: string): boolean {
  // a path from the root is a request URI too
  if (text.startsWith('/')) return true;
  try {
    return new URL(text).protocol !== '';
  } catch {
    return false;
  }
}

/** The formats that the API server checks; all others pass. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
  cidr: (text) => {
    const [address = '', bits = '', more] = text.split('/');
    if (more !== undefined || !/^\d{1,3}$/.test(bits)) return false;
    return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
  },
  date: (text) => {
    try {
      return isDate(text);
    } catch {
      return false;
    }
  },
  'date-time': (text) =>
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  duration: (text) => DURATION.test(text) || WORDS_OF_TIME.test(text),
  email: (text) => /^[^\s@<>]+@[^\s@<>]+$/.test(text),
  hexcolor: (text) => /^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
  hostname: (text) => HOSTNAME.test(text),
  ipv4: (text) => isIPv4(text),
  ipv6: (text) => isIPv6(text),
  mac: (text) => /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/i.test(text),
  rgbcolor: (text) => /^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/.test(text),
  uri: isUri,
  uuid: (text) => uuid('[0-9a-f]{4}').test(text),
  uuid3: (text) => uuid('3[0-9a-f]{3}').test(text),
  uuid4: (text) => uuid('4[0-9a-f]{3}').test(text),
  uuid5: (text) => uuid('5[0-9a-f]{3}').test(text),
};

/** Whether a text has the format, as far as it is one that is checked. */
export function hasFormat(format: string, text: string): boolean {
  return FORMATS[format]?.(text) ?? true;
}
