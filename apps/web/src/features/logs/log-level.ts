/** How grave a line is. 0: it does not say; else an index of {@link LEVELS}. */
export type LogLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** By number: the higher, the graver. */
export const LEVELS = ['none', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LevelName = (typeof LEVELS)[number];

/** Words of programs of all kinds; what is not here is no level. */
const WORDS: Readonly<Record<string, LogLevel>> = {
  trace: 1,
  trc: 1,
  verbose: 1,
  finest: 1,
  finer: 1,
  debug: 2,
  dbg: 2,
  debg: 2,
  fine: 2,
  config: 2,
  info: 3,
  inf: 3,
  information: 3,
  informational: 3,
  notice: 3,
  log: 3,
  warn: 4,
  wrn: 4,
  warning: 4,
  error: 5,
  err: 5,
  eror: 5,
  severe: 5,
  failure: 5,
  fatal: 6,
  ftl: 6,
  crit: 6,
  critical: 6,
  alert: 6,
  emerg: 6,
  emergency: 6,
  panic: 6,
  dpanic: 6,
};

/** Names under which JSON lines carry their level. */
const LEVEL_FIELDS = ['level', 'lvl', 'severity', 'loglevel', 'log.level', 'levelname', 'severityText', '@l'] as const;

/** klog and glog: the level's letter, month and day, a time of day. */
const KLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
const KLOG_LEVELS: Readonly<Record<string, LogLevel>> = { I: 3, W: 4, E: 5, F: 6 };
/** "<3>…": the priority of RFC 5424, whose lower three bits are the severity. */
const SYSLOG = /^<(\d{1,3})>/;
const SYSLOG_LEVELS: readonly LogLevel[] = [6, 6, 6, 5, 4, 3, 3, 2];
/** level=warn, lvl="error", severity: info */
const PAIR = /(?:^|[\s,{(])(?:level|lvl|severity|loglevel)["']?\s*[=:]\s*["']?([a-z]+)/i;
/**
 * The level's word standing for itself: in capitals, or in brackets, or before a colon. In running text ("no error was found") it says
 * nothing.
 */
const ALONE =
  /(?:^|[\s[(|<])(?:(TRACE|DEBUG|DBG|INFO|NOTICE|WARN|WRN|WARNING|ERROR|ERR|SEVERE|FATAL|CRIT|CRITICAL|ALERT|EMERG|PANIC)(?=$|[\s\])|>:,.!-])|\[\s*(trace|debug|info|notice|warn|warning|error|err|fatal|crit|critical|alert|emerg)\s*\]|(debug|info|warn|warning|error|fatal|panic):)/;
/** A level stands near the beginning: what comes later is the message. */
const LOOK_AT = 160;

/** The level of a line of text. `text` is without escape sequences. */
export function levelOfText(text: string): LogLevel {
  const head = text.length > LOOK_AT ? text.slice(0, LOOK_AT) : text;
  const klog = KLOG.exec(head);
  if (klog !== null) return KLOG_LEVELS[klog[1] ?? ''] ?? 0;
  const syslog = SYSLOG.exec(head);
  if (syslog !== null) return SYSLOG_LEVELS[Number(syslog[1]) % 8] ?? 0;
  const pair = PAIR.exec(head);
  if (pair !== null) {
    const level = levelOfWord(pair[1] ?? '');
    if (level !== 0) return level;
  }
  const alone = ALONE.exec(head);
  return alone === null ? 0 : levelOfWord(alone[1] ?? alone[2] ?? alone[3] ?? '');
}

/** The level that a JSON line names: a word, or the number that pino and bunyan write. */
export function levelOfFields(fields: Readonly<Record<string, unknown>>): LogLevel {
  for (const name of LEVEL_FIELDS) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'string') {
      const level = levelOfWord(value);
      if (level !== 0) return level;
    }
    if (typeof value === 'number' && value >= 10 && value <= 60) return Math.floor(value / 10) as LogLevel;
  }
  const nested = Object.hasOwn(fields, 'log') ? fields['log'] : undefined;
  return typeof nested === 'object' && nested !== null && !Array.isArray(nested)
    ? levelOfFields(nested as Record<string, unknown>)
    : 0;
}

function levelOfWord(word: string): LogLevel {
  const key = word.toLowerCase();
  return Object.hasOwn(WORDS, key) ? (WORDS[key] ?? 0) : 0;
}
