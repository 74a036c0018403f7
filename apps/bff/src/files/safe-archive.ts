import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { createTarDecoder, createTarPacker, type TarHeader } from 'modern-tar';

/** What was left out is said in the archive itself: its receiver has nothing else. */
const NOTE = 'LEFT-OUT.txt';
const MAX_NOTED = 1000;

/** Why an entry does not go into the archive that a person unpacks. */
type Refusal = 'outside' | 'link-outside' | 'behind-link' | 'special';

const WORDS: Readonly<Record<Refusal, string>> = {
  outside: 'its name leads out of the folder',
  'link-outside': 'a link that leads out of the folder',
  'behind-link': 'lies behind a link',
  special: 'a device, pipe or other special file',
};

/**
 * Decides on the entries of an archive that a container made, one after the other. A container may have replaced its tar, and a
 * careless unpacker writes where an entry says (CVE-2019-1002101 and its relatives in kubectl cp): so no name and no link may lead out of
 * the folder, and nothing may be written through a link.
 */
class EntryGuard {
  readonly #root: string;
  readonly #links = new Set<string>();
  readonly refused: { readonly name: string; readonly why: Refusal }[] = [];
  refusedCount = 0;

  /** `root`: the one name that everything in the archive lies below */
  constructor(root: string) {
    this.#root = root;
  }

  /** The entry as it may be passed on; undefined when it is left out. */
  admit(header: TarHeader): TarHeader | undefined {
    const name = this.#inside(header.name);
    if (name === undefined) return this.#refuse(header, 'outside');
    if (this.#isBehindLink(name)) return this.#refuse(header, 'behind-link');
    const { mtime, mode = 0o644, size } = header;
    const common = { name, mode: mode & 0o777, ...(mtime === undefined ? {} : { mtime }) };
    switch (header.type ?? 'file') {
      case 'file':
        return { ...common, type: 'file', size };
      case 'directory':
        return { ...common, name: `${name}/`, type: 'directory', size: 0 };
      case 'symlink': {
        const linkname = header.linkname ?? '';
        if (linkname.startsWith('/') || this.#inside(posix.join(posix.dirname(name), linkname)) === undefined)
          return this.#refuse(header, 'link-outside');
        this.#links.add(name);
        return { ...common, type: 'symlink', linkname, size: 0 };
      }
      case 'link': {
        const linkname = this.#inside(header.linkname ?? '');
        if (linkname === undefined || this.#isBehindLink(linkname) || this.#links.has(linkname))
          return this.#refuse(header, 'link-outside');
        return { ...common, type: 'link', linkname, size: 0 };
      }
      default:
        return this.#refuse(header, 'special');
    }
  }

  /** What is told at the archive's end: what was left out here, and what the container's tar complained about. */
  note(complaints: string): string | undefined {
    const lines = this.refused.map(({ name, why }) => `${JSON.stringify(name)}: ${WORDS[why]}`);
    if (this.refusedCount > lines.length) lines.push(`… and ${this.refusedCount - lines.length} more`);
    const parts = [
      ...(lines.length === 0
        ? []
        : [`Quarterdeck left out ${this.refusedCount} of the entries that the container sent:`, lines.join('\n')]),
      ...(complaints === '' ? [] : ['The container’s tar said:', complaints]),
    ];
    return parts.length === 0 ? undefined : `${parts.join('\n\n')}\n`;
  }

  get noteName(): string {
    return `${this.#root}/${NOTE}`;
  }

  #refuse({ name }: TarHeader, why: Refusal): undefined {
    this.refusedCount += 1;
    if (this.refused.length < MAX_NOTED) this.refused.push({ name, why });
    return undefined;
  }

  /** The name without detours; undefined when it is not that of the root or of something in it. */
  #inside(name: string): string | undefined {
    if (name.startsWith('/') || name.includes('\0')) return undefined;
    const plain = posix.normalize(name).replace(/\/+$/, '');
    // where it is unpacked on Windows, "\\" separates as well
    const climbs = plain.split(/[/\\]/).includes('..');
    return !climbs && (plain === this.#root || plain.startsWith(`${this.#root}/`)) ? plain : undefined;
  }

  #isBehindLink(name: string): boolean {
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1))
      if (this.#links.has(name.slice(0, at))) return true;
    return false;
  }
}

/**
 * The archive that may be passed on, made anew from what the container sent. Fails when that is no whole archive. `complaints` is asked
 * at its end, and may fail it as well.
 */
export function safeArchive(archive: Readable, root: string, complaints: () => Promise<string>): Readable {
  const guard = new EntryGuard(root);
  const decoder = createTarDecoder({ strict: true });
  const { readable, controller } = createTarPacker();
  const fed = Readable.toWeb(archive).pipeTo(decoder.writable);
  const passed = (async () => {
    for await (const { header, body } of decoder.readable) {
      const admitted = guard.admit(header);
      if (admitted === undefined) {
        await body.cancel();
        continue;
      }
      const into = controller.add(admitted);
      if (admitted.type === 'file') await body.pipeTo(into);
      else {
        await body.cancel();
        await into.close();
      }
    }
    await fed;
    const note = guard.note(await complaints());
    if (note !== undefined) {
      const bytes = Buffer.from(note);
      const writer = controller.add({ name: guard.noteName, type: 'file', size: bytes.length }).getWriter();
      await writer.write(bytes);
      await writer.close();
    }
    controller.finalize();
  })();
  Promise.all([fed, passed]).catch((error: unknown) => {
    archive.destroy();
    controller.error(error);
  });
  return Readable.from(readable);
}
