import { describe, expect, it } from 'vitest';
import type { Row } from '../../../live/row.ts';
import { Tape } from '../../../live/tape.ts';
import { listColumns } from '../list-columns.ts';
import { isChange, TapeLog, tapeFilter } from './tape-log.ts';
import { tapeAsJson, tapeAsText } from './tape-text.ts';

const NOW = 1_700_000_000_000;
const server = ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP'].map((name) => ({
  name,
  type: 'string',
  format: name === 'Name' ? 'name' : '',
  priority: name === 'IP' ? 1 : 0,
  description: '',
}));
const columns = listColumns({
  server,
  fields: [],
  kind: undefined,
  withNamespace: false,
  namespaceHeader: 'Namespace',
});
const shown = columns.filter(({ wide }) => !wide);

function pod(cells: Row['cells'], labels: Row['labels'] = null): Row {
  const fields: unknown[] = [];
  return { uid: 'u', namespace: 'a', name: 'web-1', created: NOW / 1000 - 90, labels, cells: [null, ...cells], fields };
}
const first = pod(['0/1', 'ContainerCreating', '0', '90s', '<none>']);
const ready = pod(['1/1', 'Running', '0', '91s', '10.0.0.1']);
const again = pod(['1/1', 'Running', ['1 (', NOW / 1000 - 5, ' ago)'], '92s', '10.0.0.1']);

const chapter = (tape: Tape, asked = 'pods', began = NOW) => ({ tape, columns, asked, began });
/** The lines of changes. */
const linesOf = (log: TapeLog) => log.getSnapshot().lines.filter(isChange);

function played(): TapeLog {
  const tape = new Tape();
  const log = new TapeLog();
  tape.add('added', first, undefined, NOW);
  tape.add('changed', ready, first, NOW + 1000);
  tape.add('changed', again, ready, NOW + 2000);
  tape.add(
    'changed',
    pod(['1/1', 'Running', ['1 (', NOW / 1000 - 5.5, ' ago)'], '93s', '10.0.0.1']),
    again,
    NOW + 2500,
  );
  tape.add('removed', again, undefined, NOW + 3000);
  log.take([chapter(tape)]);
  return log;
}

describe('lines of the tape', () => {
  it('say per column what changed from what to what, never ages', () => {
    const told = linesOf(played()).map(({ transition, changes }) => [
      transition.type,
      ...changes.map((one) => Object.values(one).join('|')),
    ]);
    expect(told).toEqual([
      ['added', 'Ready||0/1', 'Status||ContainerCreating', 'Restarts||0'],
      ['changed', 'Ready|0/1|1/1', 'Status|ContainerCreating|Running', 'IP|<none>|10.0.0.1'],
      ['changed', 'Restarts|0|1 (7s ago)'],
      ['removed'],
    ]);
  });

  it('tell of labels, and of nothing that no column shows', () => {
    const tape = new Tape();
    const log = new TapeLog();
    tape.add('changed', pod(ready.cells.slice(1), { app: 'b' }), pod(ready.cells.slice(1), { app: 'a', x: '1' }), NOW);
    tape.add('changed', { ...ready, fields: ['n2'] }, { ...ready, fields: ['n1'] }, NOW);
    log.take([chapter(tape)]);
    expect(linesOf(log).map(({ changes }) => changes)).toEqual([
      [
        { column: 'label app', from: 'a', to: 'b' },
        { column: 'label x', from: '1', to: '' },
      ],
    ]);
  });

  it('are taken once, are bounded, and say what was not kept', () => {
    const tape = new Tape();
    const log = new TapeLog();
    log.take([chapter(tape)]);
    for (let round = 0; round < 6; round += 1) {
      for (let i = 0; i < 1100; i += 1) tape.add('changed', i % 2 ? ready : first, i % 2 ? first : ready, NOW);
      expect(log.take([chapter(tape)])).toBe(true);
      expect(log.take([chapter(tape)])).toBe(false);
    }
    const { lines, missed } = log.getSnapshot();
    expect([lines.length, missed]).toEqual([5000, 600]);
    log.clear([chapter(tape)]);
    expect([log.getSnapshot().lines, new TapeLog().take([chapter(tape)])]).toEqual([[], false]);
  });

  it('follow the list: a row that leaves its filter is news of it too', () => {
    const lines = linesOf(played());
    const creating = (row: Row) => row.cells[2] === 'ContainerCreating';
    const types = (passes: ReturnType<typeof tapeFilter>) =>
      lines.filter(passes).map(({ transition }) => transition.type);
    expect(types(tapeFilter({ matches: creating }, ''))).toEqual(['added', 'changed']);
    expect(types(tapeFilter({ bucketOf: () => 'ok', buckets: new Set(['failed']) }, ''))).toEqual([]);
    expect(types(tapeFilter({}, 'STATUS running'))).toEqual(['changed']);
    expect(types(tapeFilter({}, '!ready web'))).toEqual(['changed', 'removed']);
  });

  it('are saved as kubectl get -w prints them, times as they were', () => {
    const text = tapeAsText(played().getSnapshot().lines, shown);
    expect(text).toBe(`TIME                       EVENT      NAME    READY   STATUS              RESTARTS     AGE
2023-11-14T22:13:20.000Z   ADDED      web-1   0/1     ContainerCreating   0            90s
2023-11-14T22:13:21.000Z   MODIFIED   web-1   1/1     Running             0            91s
2023-11-14T22:13:22.000Z   MODIFIED   web-1   1/1     Running             1 (7s ago)   92s
2023-11-14T22:13:23.000Z   DELETED    web-1   1/1     Running             1 (8s ago)   93s
`);
  });

  it('are saved for programs with their changes; text of a terminal holds no control characters', () => {
    const { lines } = played().getSnapshot();
    expect(JSON.parse(tapeAsJson(lines, shown))[2]).toEqual({
      time: '2023-11-14T22:13:22.000Z',
      type: 'MODIFIED',
      namespace: 'a',
      name: 'web-1',
      uid: 'u',
      columns: { Name: 'web-1', Ready: '1/1', Status: 'Running', Restarts: '1 (7s ago)', Age: '92s' },
      changes: [{ column: 'Restarts', from: '0', to: '1 (7s ago)' }],
    });
    const tape = new Tape();
    const log = new TapeLog();
    tape.add('added', pod(['\u001b[31m', 'a\nb', '0', '1s', '']), undefined, NOW);
    log.take([chapter(tape)]);
    expect(tapeAsText(log.getSnapshot().lines, shown)).toContain('\\x1b[31m   a b');
  });

  it('stay when the list is asked for something else, with a line that says so; each is read by the columns of its query', () => {
    const before = new Tape();
    const after = new Tape();
    const log = new TapeLog();
    before.add('changed', ready, first, NOW);
    log.take([chapter(before)]);
    after.add('removed', { ...ready, name: 'web-2' }, undefined, NOW + 2000);
    const now = {
      ...chapter(after, 'pods -n b', NOW + 1000),
      columns: columns.map((one) => ({ ...one, text: () => 'x' })),
    };
    expect(log.take([chapter(before), now])).toBe(true);
    expect(log.take([chapter(before), now])).toBe(false);
    const { lines } = log.getSnapshot();
    expect(lines.map((line) => (isChange(line) ? line.transition.row.name : line.asked))).toEqual([
      'web-1',
      'pods -n b',
      'web-2',
    ]);
    expect(lines.filter(tapeFilter({ matches: () => false }, '', after))).toHaveLength(2);
    const text = tapeAsText(lines, shown.slice(0, 2)).split('\n');
    expect(text.slice(1, 4).map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      '2023-11-14T22:13:20.000Z MODIFIED web-1 1/1',
      '2023-11-14T22:13:21.000Z QUERY pods -n b',
      '2023-11-14T22:13:22.000Z DELETED x x',
    ]);
    expect(JSON.parse(tapeAsJson(lines, shown))[1]).toEqual({
      time: '2023-11-14T22:13:21.000Z',
      type: 'QUERY',
      query: 'pods -n b',
    });
    log.clear([chapter(before), now]);
    expect(log.take([chapter(before), now])).toBe(false);
  });
});
