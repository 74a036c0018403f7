import { expect, it } from 'vitest';
import { joined, kustomizationsIn, manifestText, readDropped } from './bring-files.ts';
import { readManifests } from './read-manifests.ts';

const file = (path: string, text: string | Uint8Array<ArrayBuffer>): File => {
  const made = new File([text], path.split('/').at(-1) ?? path);
  Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
  // jsdom's File has none
  Object.defineProperty(made, 'arrayBuffer', {
    value: async () => (typeof text === 'string' ? new TextEncoder().encode(text) : text).buffer,
  });
  return made;
};
const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

it('OPS-063: several files and a folder become one text, each under its path; what is no manifest is told', async () => {
  const { files, tooLarge, cut } = await readDropped([
    file('shop/b.yaml', map('b')),
    file('shop/a.yml', `\uFEFF---\n${map('a')}`),
    file('shop/c.json', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}'),
    file('shop/README.md', 'words'),
    file('shop/.git/config.yaml', 'hidden: true'),
    file('shop/.hidden.yaml', 'hidden: true'),
  ]);
  expect([tooLarge, cut]).toEqual([[], false]);
  const { text, others } = manifestText(files);
  expect(others).toEqual(['shop/README.md']);
  expect(readManifests(text).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(text).toContain('# shop/b.yaml\n');
});

it('one file stays as it was typed, without its byte order mark', async () => {
  const { files } = await readDropped([file('a.yaml', `\uFEFF# words\r\n${map('a')}`)]);
  expect(manifestText(files).text).toBe(`# words\r\n${map('a')}`);
});

it('what is too large is left and told', async () => {
  const { files, tooLarge } = await readDropped([
    file('large.yaml', new Uint8Array(3 * 1024 * 1024 + 1)),
    file('a.yaml', map('a')),
  ]);
  expect([[...files.keys()], tooLarge]).toEqual([['a.yaml'], ['large.yaml']]);
});

it('folders are walked, however many files their reader gives at a time', async () => {
  const entryOf = (name: string, text: string): FileSystemEntry =>
    Object.assign(Object.create(null), {
      name,
      isFile: true,
      isDirectory: false,
      file: (done: (found: File) => void) => done(file(name, text)),
    });
  const folderOf = (name: string, children: FileSystemEntry[]): FileSystemEntry =>
    Object.assign(Object.create(null), {
      name,
      isFile: false,
      isDirectory: true,
      createReader: () => {
        const left = [...children];
        return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.splice(0, 1)) };
      },
    });
  const { files } = await readDropped([
    folderOf('top', [
      entryOf('b.yaml', map('b')),
      folderOf('base', [entryOf('kustomization.yaml', 'resources: []')]),
      folderOf('.git', [entryOf('x', '')]),
    ]),
  ]);
  expect([...files.keys()].sort()).toEqual(['top/b.yaml', 'top/base/kustomization.yaml']);
  expect(kustomizationsIn(files)).toEqual(['top/base']);
});

it('a text is put behind another as a document of its own; its name is one line whatever it holds', () => {
  const both = joined(map('a').trimEnd(), map('b'), 'evil\nkind: Secret');
  expect(readManifests(both).map(({ kind, name }) => [kind, name])).toEqual([
    ['ConfigMap', 'a'],
    ['ConfigMap', 'b'],
  ]);
  expect(readManifests(joined(map('a'), `---\n${map('b')}`)).map(({ name }) => name)).toEqual(['a', 'b']);
});
