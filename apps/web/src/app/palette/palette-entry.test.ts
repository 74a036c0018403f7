import { describe, expect, it } from 'vitest';
import { matchEntries, type PaletteEntry, type PaletteGroup } from './palette-entry.ts';

const entry = (group: PaletteGroup, title: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({
  id: `${group} ${title}`,
  group,
  title,
  run: () => undefined,
  ...more,
});
const titles = (entries: readonly PaletteEntry[], typed: string) =>
  matchEntries(entries, typed).map(({ title }) => title);

describe('the palette (OPS-048)', () => {
  it('puts a short name that was typed whole before names that hold it', () => {
    const entries = [
      entry('namespace', 'podinfo'),
      entry('kind', 'Pods', { also: ['pods', 'pod', 'po'] }),
      entry('object', 'report-1'),
    ];
    expect(titles(entries, 'po')).toEqual(['Pods', 'podinfo', 'report-1']);
    expect(titles(entries, 'podinfo')).toEqual(['podinfo']);
  });

  it('wants every word somewhere', () => {
    const entries = [
      entry('object', 'web-1', { detail: 'Pod · team-a' }),
      entry('object', 'web-2', { detail: 'Pod · team-b' }),
    ];
    expect(titles(entries, 'web team-b')).toEqual(['web-2']);
    expect(titles(entries, 'web none')).toEqual([]);
  });

  it('prefers the start of a name to the start of a part, and that to the inside', () => {
    const entries = [entry('object', 'reweb'), entry('object', 'my-web'), entry('object', 'web')];
    expect(titles(entries, 'web')).toEqual(['web', 'my-web', 'reweb']);
  });

  it('shows a few of each group, in the order of the groups, while nothing is typed', () => {
    const many = Array.from({ length: 20 }, (_, i) => entry('kind', `Kind ${i}`));
    const shown = titles([...many, entry('action', 'Delete'), entry('recent', 'web')], '');
    expect(shown[0]).toBe('Delete');
    expect(shown.filter((title) => title.startsWith('Kind'))).toHaveLength(8);
    expect(shown.at(-1)).toBe('web');
  });
});
