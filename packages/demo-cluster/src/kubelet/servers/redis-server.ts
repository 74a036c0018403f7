import { plainNumber } from './redis-config.ts';

/** What a command answers, in the types of the redis protocol. */
export type RedisValue =
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'bulk'; readonly text: string | undefined }
  | { readonly kind: 'array'; readonly items: readonly RedisValue[] };

type Stored = string | string[] | Map<string, string> | Set<string>;

const status = (text: string): RedisValue => ({ kind: 'status', text });
const failure = (text: string): RedisValue => ({ kind: 'error', text });
const integer = (value: number): RedisValue => ({ kind: 'integer', value });
const bulk = (text: string | undefined): RedisValue => ({ kind: 'bulk', text });
const array = (texts: readonly string[]): RedisValue => ({ kind: 'array', items: texts.map(bulk) });

const OK = status('OK');
const WRONG_TYPE = failure('WRONGTYPE Operation against a key holding the wrong kind of value');

const DEFAULTS: Readonly<Record<string, string>> = {
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'maxmemory-samples': '5',
  port: '6379',
  bind: '* -::*',
  appendonly: 'no',
  save: '3600 1 300 100 60 10000',
  timeout: '0',
  databases: '16',
  dir: '/data',
  dbfilename: 'dump.rdb',
  requirepass: '',
  loglevel: 'notice',
};

type Command = (args: readonly string[]) => RedisValue;

/** A redis in memory, with the commands that people try by hand. */
export class RedisServer {
  readonly #data = new Map<string, Stored>();
  readonly #expiries = new Map<string, number>();
  readonly #config: Map<string, string>;
  readonly #now: () => number;
  readonly #version: string;
  readonly #startedAt: number;
  readonly #leader: (() => RedisServer | undefined) | undefined;
  #commandCount = 0;

  constructor(options: {
    config: ReadonlyMap<string, string>;
    version: string;
    now: () => number;
    /** a replica reads from it and writes nothing itself */
    leader?: () => RedisServer | undefined;
  }) {
    this.#config = new Map([...Object.entries(DEFAULTS), ...options.config]);
    this.#version = options.version;
    this.#now = options.now;
    this.#startedAt = options.now();
    this.#leader = options.leader;
  }

  get port(): number {
    return Number(this.#config.get('port') ?? 6379);
  }

  execute(words: readonly string[]): RedisValue {
    const [name = '', ...args] = words;
    const key = name.toLowerCase();
    this.#commandCount++;
    const command = Object.hasOwn(this.#commands, key) ? this.#commands[key] : undefined;
    if (!command)
      return failure(
        `ERR unknown command '${name}', with args beginning with: ${args.map((one) => `'${one}' `).join('')}`,
      );
    const [least, most] = ARITY[key] ?? [0, Number.POSITIVE_INFINITY];
    if (args.length < least || args.length > most) return failure(`ERR wrong number of arguments for '${key}' command`);
    if (this.#leader && WRITES.has(key)) return failure("READONLY You can't write against a read only replica.");
    const leader = READS.has(key) ? this.#leader?.() : undefined;
    return leader ? leader.execute(words) : command(args);
  }

  #get(key: string): Stored | undefined {
    const expiry = this.#expiries.get(key);
    if (expiry !== undefined && expiry <= this.#now()) this.#remove(key);
    return this.#data.get(key);
  }

  #remove(key: string): boolean {
    this.#expiries.delete(key);
    return this.#data.delete(key);
  }

  #keys(): string[] {
    return [...this.#data.keys()].filter((key) => this.#get(key) !== undefined);
  }

  #add(key: string, by: number): RedisValue {
    const value = Number(this.#get(key) ?? '0');
    if (!Number.isInteger(value) || !Number.isInteger(by))
      return failure('ERR value is not an integer or out of range');
    this.#data.set(key, String(value + by));
    return integer(value + by);
  }

  #list(key: string): string[] | undefined {
    const value = this.#get(key) ?? [];
    return Array.isArray(value) ? value : undefined;
  }

  #configuration([action = '', ...args]: readonly string[]): RedisValue {
    switch (action.toLowerCase()) {
      case 'get': {
        const matches = args.map((pattern) => glob(pattern.toLowerCase()));
        const found = [...this.#config].filter(([name]) => matches.some((match) => match.test(name)));
        return array(found.flat());
      }
      case 'set': {
        const [name = '', value = ''] = args;
        if (!this.#config.has(name.toLowerCase()))
          return failure(`ERR Unknown option or number of arguments for CONFIG SET - '${name}'`);
        this.#config.set(name.toLowerCase(), plainNumber(value));
        return OK;
      }
      case 'resetstat':
      case 'rewrite':
        return OK;
      default:
        return failure(`ERR unknown subcommand '${action}'. Try CONFIG HELP.`);
    }
  }

  #information(): RedisValue {
    const uptime = Math.max(0, Math.floor((this.#now() - this.#startedAt) / 1000));
    const keys = this.#keys().length;
    const lines = [
      '# Server',
      `redis_version:${this.#version}`,
      'redis_mode:standalone',
      'os:Linux 6.8.0-demo x86_64',
      'process_id:1',
      `tcp_port:${this.port}`,
      `uptime_in_seconds:${uptime}`,
      '',
      '# Clients',
      'connected_clients:1',
      '',
      '# Memory',
      'used_memory_human:1.05M',
      `maxmemory:${this.#config.get('maxmemory')}`,
      `maxmemory_policy:${this.#config.get('maxmemory-policy')}`,
      '',
      '# Stats',
      `total_commands_processed:${this.#commandCount}`,
      '',
      '# Replication',
      `role:${this.#leader ? 'slave' : 'master'}`,
      ...(this.#leader ? ['master_link_status:up'] : ['connected_slaves:0']),
      '',
      '# Keyspace',
      ...(keys > 0 ? [`db0:keys=${keys},expires=${this.#expiries.size},avg_ttl=0`] : []),
    ];
    return bulk(`${lines.join('\r\n')}\r\n`);
  }

  readonly #commands: Readonly<Record<string, Command>> = {
    ping: ([text]) => (text === undefined ? status('PONG') : bulk(text)),
    echo: ([text]) => bulk(text),
    quit: () => OK,
    select: () => OK,
    auth: () =>
      failure(
        'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
      ),
    client: ([action = '']) => (action.toLowerCase() === 'list' ? bulk('id=3 addr=127.0.0.1:47112 name= db=0\n') : OK),
    command: () => ({ kind: 'array', items: [] }),
    config: (args) => this.#configuration(args),
    info: () => this.#information(),
    role: () => (this.#leader ? array(['slave']) : array(['master'])),
    time: () => array([String(Math.floor(this.#now() / 1000)), String((this.#now() % 1000) * 1000)]),
    save: () => OK,
    bgsave: () => status('Background saving started'),
    lastsave: () => integer(Math.floor(this.#startedAt / 1000)),
    flushall: () => {
      this.#data.clear();
      this.#expiries.clear();
      return OK;
    },
    flushdb: () => this.execute(['flushall']),
    dbsize: () => integer(this.#keys().length),
    keys: ([pattern = '']) => array(this.#keys().filter((key) => glob(pattern).test(key))),
    exists: (keys) => integer(keys.filter((key) => this.#get(key) !== undefined).length),
    del: (keys) => integer(keys.filter((key) => this.#remove(key)).length),
    type: ([key = '']) => status(typeName(this.#get(key))),
    get: ([key = '']) => {
      const value = this.#get(key);
      return value === undefined || typeof value === 'string' ? bulk(value) : WRONG_TYPE;
    },
    set: ([key = '', value = '', ...options]) => {
      const flags = options.map((one) => one.toLowerCase());
      const exists = this.#get(key) !== undefined;
      if ((flags.includes('nx') && exists) || (flags.includes('xx') && !exists)) return bulk(undefined);
      this.#remove(key);
      this.#data.set(key, value);
      const seconds = flags.includes('ex') ? Number(options[flags.indexOf('ex') + 1]) : Number.NaN;
      if (!Number.isNaN(seconds)) this.#expiries.set(key, this.#now() + seconds * 1000);
      return OK;
    },
    mget: (keys) => ({ kind: 'array', items: keys.map((key) => this.execute(['get', key])) }),
    mset: (pairs) => {
      for (let at = 0; at + 1 < pairs.length; at += 2) this.#data.set(pairs[at] ?? '', pairs[at + 1] ?? '');
      return OK;
    },
    append: ([key = '', text = '']) => {
      const value = `${this.#get(key) ?? ''}${text}`;
      this.#data.set(key, value);
      return integer(value.length);
    },
    strlen: ([key = '']) => integer(String(this.#get(key) ?? '').length),
    incr: ([key = '']) => this.#add(key, 1),
    decr: ([key = '']) => this.#add(key, -1),
    incrby: ([key = '', by = '']) => this.#add(key, Number(by)),
    decrby: ([key = '', by = '']) => this.#add(key, -Number(by)),
    expire: ([key = '', seconds = '']) => {
      if (this.#get(key) === undefined) return integer(0);
      this.#expiries.set(key, this.#now() + Number(seconds) * 1000);
      return integer(1);
    },
    ttl: ([key = '']) => {
      if (this.#get(key) === undefined) return integer(-2);
      const expiry = this.#expiries.get(key);
      return integer(expiry === undefined ? -1 : Math.round((expiry - this.#now()) / 1000));
    },
    persist: ([key = '']) => integer(this.#expiries.delete(key) ? 1 : 0),
    rpush: ([key = '', ...values]) => this.#push(key, values, false),
    lpush: ([key = '', ...values]) => this.#push(key, values, true),
    llen: ([key = '']) => {
      const list = this.#list(key);
      return list ? integer(list.length) : WRONG_TYPE;
    },
    lrange: ([key = '', from = '0', to = '-1']) => {
      const list = this.#list(key);
      if (!list) return WRONG_TYPE;
      const index = (text: string) => (Number(text) < 0 ? list.length + Number(text) : Number(text));
      return array(list.slice(index(from), index(to) + 1));
    },
    rpop: ([key = '']) => bulk(this.#list(key)?.pop()),
    lpop: ([key = '']) => bulk(this.#list(key)?.shift()),
    hset: ([key = '', ...pairs]) => {
      const hash = this.#get(key) ?? new Map<string, string>();
      if (!(hash instanceof Map)) return WRONG_TYPE;
      let added = 0;
      for (let at = 0; at + 1 < pairs.length; at += 2) {
        if (!hash.has(pairs[at] ?? '')) added++;
        hash.set(pairs[at] ?? '', pairs[at + 1] ?? '');
      }
      this.#data.set(key, hash);
      return integer(added);
    },
    hget: ([key = '', field = '']) => {
      const hash = this.#get(key);
      return hash === undefined || hash instanceof Map ? bulk(hash?.get(field)) : WRONG_TYPE;
    },
    hgetall: ([key = '']) => {
      const hash = this.#get(key);
      return hash === undefined || hash instanceof Map ? array([...(hash ?? [])].flat()) : WRONG_TYPE;
    },
    sadd: ([key = '', ...members]) => {
      const set = this.#get(key) ?? new Set<string>();
      if (!(set instanceof Set)) return WRONG_TYPE;
      const before = set.size;
      for (const member of members) set.add(member);
      this.#data.set(key, set);
      return integer(set.size - before);
    },
    smembers: ([key = '']) => {
      const set = this.#get(key);
      return set === undefined || set instanceof Set ? array([...(set ?? [])]) : WRONG_TYPE;
    },
  };

  #push(key: string, values: readonly string[], isLeft: boolean): RedisValue {
    const list = this.#list(key);
    if (!list) return WRONG_TYPE;
    for (const value of values)
      if (isLeft) list.unshift(value);
      else list.push(value);
    this.#data.set(key, list);
    return integer(list.length);
  }
}

const READS = new Set('get mget exists keys dbsize ttl type strlen llen lrange hget hgetall smembers'.split(' '));
const WRITES = new Set(
  'set mset append del incr decr incrby decrby expire persist rpush lpush rpop lpop hset sadd flushall flushdb'.split(
    ' ',
  ),
);
const ARITY: Readonly<Record<string, readonly [least: number, most: number]>> = {
  get: [1, 1],
  set: [2, 6],
  del: [1, 1000],
  incr: [1, 1],
  keys: [1, 1],
  echo: [1, 1],
  config: [1, 100],
  expire: [2, 3],
  ttl: [1, 1],
  hset: [3, 1000],
  hget: [2, 2],
  rpush: [2, 1000],
  lpush: [2, 1000],
};

function typeName(value: Stored | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'list';
  return value instanceof Map ? 'hash' : 'set';
}

function glob(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`);
}
