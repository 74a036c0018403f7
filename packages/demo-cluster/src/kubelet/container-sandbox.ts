import type { Bash, IFileSystem } from 'just-bash';
import type { Container, Pod } from '../controllers/kinds.ts';
import type { Timers } from '../controllers/timers.ts';
import type { ClusterStore } from '../store.ts';
import type { ClusterWorld } from './cluster-world.ts';
import { configFiles, isConfig } from './config-volume.ts';
import { EMPTY, type Files } from './container-files.ts';
import { executablePaths } from './executables.ts';
import type { ImageProfile } from './image-table.ts';
import type { Mount } from './volumes.ts';

/** One container's world: who it is, its environment, and a file system in memory that lives as long as the container. */
export interface SandboxOptions {
  readonly store: ClusterStore;
  readonly world: ClusterWorld;
  readonly pod: Pod;
  readonly container: string;
  readonly profile: ImageProfile;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  /** absolute path → content, without volumes */
  readonly files: Readonly<Files>;
  readonly timers: Timers;
  now(): number;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array;
  readonly signal: AbortSignal;
  readonly size: { cols: number; rows: number } | undefined;
}

interface Opened {
  readonly bash: Bash;
  readonly files: IFileSystem;
  readonly mounts: readonly Mount[];
}

/**
 * The sandbox in which exec'd commands run: just-bash, an interpreter without processes, on an in-memory file system, without
 * network, Python or JavaScript. It is loaded when the first command comes.
 */
export class ContainerSandbox {
  readonly options: SandboxOptions;
  readonly startedAt: number;
  #opened: Promise<Opened> | undefined;
  #size = { cols: 80, rows: 24 };
  /** what a simulated program in the container remembers */
  readonly memory = new Map<string, string>();
  /** what runs as the container's first process */
  mainCommand = '';
  /** delivers a signal to the container's main process */
  signalMain: (signal: number) => void = () => {};

  constructor(options: SandboxOptions) {
    this.options = options;
    this.startedAt = options.now();
  }

  get hostname(): string {
    const { pod } = this.options;
    return pod.spec.hostNetwork
      ? (pod.spec.nodeName ?? 'localhost')
      : (pod.spec.hostname ?? pod.metadata.name).slice(0, 63);
  }

  /** The pod's entry for this container. */
  get spec(): Container | undefined {
    const { pod, container } = this.options;
    const all = [pod.spec.containers, pod.spec.initContainers ?? [], pod.spec.ephemeralContainers ?? []].flat();
    return all.find((one) => one.name === container);
  }

  get image(): string {
    return this.spec?.image ?? '';
  }

  /** The pod as it is now: its address is not known yet when the container is made. */
  get pod(): Pod {
    const { store, pod } = this.options;
    const { namespace, name, uid } = pod.metadata;
    const present = store.get({ group: '', resource: 'pods' }, namespace, name) as Pod | undefined;
    return present?.metadata.uid === uid ? present : pod;
  }

  get terminalSize(): { cols: number; rows: number } {
    return this.#size;
  }

  /** What a file of the image, or of a ConfigMap or Secret, says when the container starts. */
  initialText(path: string): string | undefined {
    const { files, store, pod } = this.options;
    // what is mounted hides what the image has at that place
    const mounted = this.#configTexts(store, pod).get(path);
    if (mounted !== undefined) return mounted;
    const own = files[path];
    return own === undefined ? undefined : Buffer.from(own).toString();
  }

  /** Paths of such files. */
  initialPaths(): string[] {
    const { files, store, pod } = this.options;
    return [...Object.keys(files), ...this.#configTexts(store, pod).keys()];
  }

  #configTexts(store: ClusterStore, pod: Pod): Map<string, string> {
    const texts = new Map<string, string>();
    for (const { name, mountPath, subPath } of this.spec?.volumeMounts ?? []) {
      const volume = pod.spec.volumes?.find((one) => one.name === name);
      if (!volume || subPath || !isConfig(volume)) continue;
      for (const [file, content] of Object.entries(configFiles(store, pod, volume) ?? {}))
        texts.set(`${mountPath.replace(/\/+$/, '')}/${file}`, content.toString());
    }
    return texts;
  }

  /** What a path is; found without opening the files as long as nobody has changed them. */
  async kindOf(path: string): Promise<'file' | 'directory' | undefined> {
    if (!this.#isAsInitially(path)) return this.exists(path);
    if (this.initialText(path) !== undefined) return 'file';
    return this.initialPaths().some((one) => one.startsWith(`${path.replace(/\/$/, '')}/`)) ? 'directory' : undefined;
  }

  async contentOf(path: string): Promise<Uint8Array> {
    const text = this.#isAsInitially(path) ? this.initialText(path) : undefined;
    return text === undefined ? this.readFile(path) : Buffer.from(text);
  }

  /** Nobody has opened the files yet, and what is at the path comes from the image or the API. */
  #isAsInitially(path: string): boolean {
    if (this.#opened) return false;
    return !(this.spec?.volumeMounts ?? []).some(({ name, mountPath }) => {
      const volume = this.options.pod.spec.volumes?.find((one) => one.name === name);
      return path.startsWith(mountPath) && !(volume && isConfig(volume));
    });
  }

  /** Runs a script to its end. */
  async run(script: string, options: CommandOptions): Promise<CommandResult> {
    const { bash } = await this.#open();
    if (options.size) this.#size = options.size;
    const { stdout, stderr, exitCode, env } = await bash.exec(script, {
      cwd: options.cwd,
      env: { ...options.env },
      replaceEnv: true,
      stdin: Buffer.from(options.stdin).toString('latin1'),
      stdinKind: 'bytes',
      rawScript: true,
      signal: options.signal,
    });
    const isBusybox = this.options.profile.distribution === 'busybox' || this.options.profile.distribution === 'alpine';
    return { stdout, stderr: isBusybox ? asBusybox(stderr) : stderr, exitCode, env };
  }

  /** The container's files, volumes included, as they are now. */
  async files(): Promise<IFileSystem> {
    return (await this.#open()).files;
  }

  async mounts(): Promise<readonly Mount[]> {
    return (await this.#open()).mounts;
  }

  async readFile(path: string): Promise<Uint8Array> {
    return (await this.files()).readFileBuffer(path);
  }

  async writeFile(path: string, content: string | Uint8Array, append: boolean): Promise<void> {
    const files = await this.files();
    await (append ? files.appendFile(path, content) : files.writeFile(path, content));
  }

  async exists(path: string): Promise<'file' | 'directory' | undefined> {
    const files = await this.files();
    if (!(await files.exists(path))) return undefined;
    return (await files.stat(path)).isDirectory ? 'directory' : 'file';
  }

  /** Files below a path that start with a prefix: what Tab completes. */
  async names(directory: string): Promise<string[]> {
    try {
      return await (await this.files()).readdir(directory);
    } catch {
      return [];
    }
  }

  async #open(): Promise<Opened> {
    this.#opened ??= this.#create();
    const opened = await this.#opened;
    for (const mount of opened.mounts) await mount.refresh();
    return opened;
  }

  async #create(): Promise<Opened> {
    const { world, pod, profile, files: initial, env, workingDir, timers } = this.options;
    const [{ Bash: BashClass, InMemoryFs, MountableFs }, { containerCommands }] = await Promise.all([
      import('just-bash'),
      import('./container-commands.ts'),
    ]);
    const executables = executablePaths(profile).map((path) => [path, { content: '', mode: 0o755 }] as const);
    const base = new InMemoryFs({ ...Object.fromEntries(executables), ...initial });
    for (const path of Object.keys(initial)) if (path.endsWith(`/${EMPTY}`)) await base.rm(path);
    const files = new MountableFs({ base });
    const mounts = this.spec ? await world.volumes.mountsOf(pod, this.spec) : [];
    const mounted = [{ path: '', tree: files }];
    for (const mount of mounts) {
      if (mount.path === '/') continue;
      // a mount inside of another one belongs into that one's tree
      const parent = mounted.findLast(({ path }) => mount.path.startsWith(`${path}/`)) ?? { path: '', tree: files };
      const tree = new MountableFs({ base: mount.files });
      try {
        parent.tree.mount(mount.path.slice(parent.path.length), tree);
        mounted.push({ path: mount.path, tree });
      } catch {
        // two mounts at one place: the first one stays
      }
    }
    const bash = new BashClass({
      fs: files,
      cwd: workingDir,
      env: { ...env },
      customCommands: containerCommands(this),
      processInfo: { pid: 7, ppid: 0, uid: 0, gid: 0 },
      executionLimits: {
        maxCommandCount: 50_000,
        maxLoopIterations: 50_000,
        maxOutputSize: 16 * 2 ** 20,
        maxExecutionTimeMs: 600_000,
        maxLiveBytes: 128 * 2 ** 20,
      },
      sleep: (ms) => new Promise((resolve) => void timers.after(ms, resolve)),
    });
    return { bash, files, mounts };
  }
}

/** busybox' ash says it its own way. */
function asBusybox(stderr: string): string {
  return stderr.replace(/^bash: (.*): command not found$/gm, 'sh: $1: not found').replace(/^bash: /gm, 'sh: ');
}
