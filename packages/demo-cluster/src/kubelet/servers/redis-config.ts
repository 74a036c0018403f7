const UNITS: Readonly<Record<string, number>> = { k: 1000, kb: 1024, m: 1e6, mb: 2 ** 20, g: 1e9, gb: 2 ** 30 };

/** "2mb" as redis keeps it: a number of bytes. */
export function plainNumber(value: string): string {
  const match = /^(\d+)([kmg]b?)$/i.exec(value);
  return match ? String(Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1)) : value;
}

/** The directives of a redis.conf. */
export function readRedisConfig(text: string): Map<string, string> {
  const config = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\s*([a-z-]+)\s+(.*?)\s*$/i.exec(line);
    if (match && !line.trim().startsWith('#'))
      config.set((match[1] ?? '').toLowerCase(), plainNumber((match[2] ?? '').replace(/^"(.*)"$/, '$1')));
  }
  return config;
}
