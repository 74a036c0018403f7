// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { droppedFiles, MOST_FILES } from './dropped-files.ts';

const file = (name: string) => ({
  isFile: true,
  isDirectory: false,
  name,
  file: (done: (found: File) => void) => done(new File(['x'], name)),
});
/** A directory whose reader gives a hundred at a time, as browsers do. */
const directory = (name: string, children: readonly object[]) => ({
  isFile: false,
  isDirectory: true,
  name,
  createReader() {
    let at = 0;
    return {
      readEntries(done: (some: readonly object[]) => void) {
        done(children.slice(at, at + 100));
        at += 100;
      },
    };
  },
});
const drop = (...entries: readonly (object | null)[]): DataTransfer =>
  ({
    items: entries.map((entry) => ({
      kind: entry === null ? 'string' : 'file',
      webkitGetAsEntry: () => (entry instanceof File ? null : entry),
      getAsFile: () => (entry instanceof File ? entry : null),
    })),
  }) as object as DataTransfer;
const paths = async (transfer: DataTransfer) => (await droppedFiles(transfer)).map(({ path }) => path);

it('the files of folders are found with their places, text that is dragged along is none', async () => {
  const folder = directory('site', [file('index.html'), directory('img', [file('a.png')]), directory('empty', [])]);
  expect(await paths(drop(file('one.txt'), folder, null))).toEqual(['one.txt', 'site/index.html', 'site/img/a.png']);
});

it('a browser without entries gives plain files', async () => {
  expect(await paths(drop(new File(['x'], 'plain.txt')))).toEqual(['plain.txt']);
});

it('more than a reader gives at once', async () => {
  const many = Array.from({ length: 250 }, (_each, index) => file(`${index}`));
  expect(await paths(drop(directory('many', many)))).toHaveLength(250);
});

it('a whole project is not read to its end: one over the limit says so', async () => {
  const many = Array.from({ length: 700 }, (_each, index) => file(`${index}`));
  const found = await paths(drop(directory('a', many), directory('b', many), directory('c', many)));
  expect(found).toHaveLength(MOST_FILES + 1);
});

it('a folder that cannot be read rejects', async () => {
  const broken = {
    ...directory('broken', []),
    createReader: () => ({
      readEntries: (_done: unknown, failed: (error: Error) => void) => failed(new Error('gone')),
    }),
  };
  await expect(droppedFiles(drop(broken))).rejects.toThrow('gone');
});
