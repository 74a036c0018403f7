/** The letters and digits of names that a cluster makes up: without vowels, so that they spell nothing. */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';

const SPAN = String.raw`(?:\d+(?:\.\d+)?(?:y|d|h|ms|µs|m|s))+`;

/** In this order; later ones see what earlier ones have left. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals send them
  [/\x1b\[[0-9;?]*[A-Za-z]/g, ''],
  [/\r/g, ''],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, 'TIME'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'TIME'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} \w+/g, 'TIME'],
  // klog: date, time, process, place in kubectl's source
  [/^[WIE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.]+:\d+\]/gm, 'LOG'],
  // servers before v1.33 write values that are not scalars in Go's syntax, later ones as JSON
  [/(Invalid value: )(?:[\w.[\]]*\{.*\}|\[.*\])(?=: )/g, '$1VALUE'],
  [/\/\S*\.kubeconfig\b/g, 'KUBECONFIG'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN'],
  [/sha256:[0-9a-f]{64}/g, 'sha256:DIGEST'],
  [/\b[a-z-]+:\/\/[0-9a-f]{64}/g, 'runtime://ID'],
  [/(resourceVersion"?: )"?\d+"?/g, '$1"RV"'],
  [/(selfLink"?: ).*/g, '$1LINK'],
  [/https:\/\/(?:127\.0\.0\.1|localhost):\d+/g, 'https://SERVER'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, 'IP'],
  [/\b3[0-2]\d{3}\b/g, 'NODEPORT'],
  // a ReplicaSet's hash, with or without its pod's five letters; then those of other owners
  [new RegExp(`-(?:${RANDOM}{7,10}|[0-9a-f]{7,10})(?=-${RANDOM}{5}\\b)`, 'g'), '-HASH'],
  [new RegExp(`-${RANDOM}{7,10}\\b`, 'g'), '-HASH'],
  [new RegExp(`-${RANDOM}{5}\\b`, 'g'), '-RAND'],
  [/((?:pod-template|controller-revision)-hash"?[=:] ?)"?[\w-]+"?/g, '$1HASH'],
  [/ \(x\d+ over [^)]*\)/g, ''],
  [new RegExp(`\\bin ${SPAN}(?: \\(${SPAN} including waiting\\))?`, 'g'), 'in SPAN'],
  // an age is a cell of its own, or stands in brackets
  [new RegExp(`(^|  |\\t|\\()(?:${SPAN}|<invalid>)(?=\\s|$| ago|\\))`, 'gm'), '$1AGE'],
  [/[ \t]+$/gm, ''],
  // widths of columns follow their contents; what is indented stays so
  [/(?<=\S)(?: {2,}|\t)[ \t]*/g, '  '],
];

export interface Names {
  readonly namespace: string;
  readonly nodes: readonly string[];
}

/** The output without what differs from run to run: ages, uids, hashes, addresses, ports, names that were made up. */
export function normalise(text: string, { namespace, nodes }: Names): string {
  let normal = text.replaceAll(namespace, 'NS');
  for (const node of nodes) normal = normal.replace(new RegExp(`(?<![\\w-])${node}(?![\\w-])`, 'g'), 'NODE');
  for (const [pattern, by] of RULES) normal = normal.replace(pattern, by);
  return normal;
}
