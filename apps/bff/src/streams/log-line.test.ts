import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../live/line-splitter.ts';
import { MAX_LINE_BYTES, readLine } from './log-line.ts';

describe('a line', () => {
  it.each([
    { line: '2026-11-21T12:12:50.061485112Z line 139', time: '2026-11-21T12:12:50.061485112Z', text: 'line 139' },
    { line: '2026-11-21T12:12:50Z ', time: '2026-11-21T12:12:50Z', text: '' },
    { line: '2026-11-21T12:12:50.5+02:00   indented', time: '2026-11-21T12:12:50.5+02:00', text: '  indented' },
    { line: '2026-11-21T12:12:50Z', time: '2026-11-21T12:12:50Z', text: '' },
    { line: '2026-11-21T12:12:50Z dos\r', time: '2026-11-21T12:12:50Z', text: 'dos' },
    { line: 'unable to retrieve container logs for x', time: '', text: 'unable to retrieve container logs for x' },
    { line: '2026-11-21 not a stamp', time: '', text: '2026-11-21 not a stamp' },
    { line: '', time: '', text: '' },
  ])('has a time and a text: $line', ({ line, time, text }) => {
    const read = readLine(Buffer.from(line), false);
    expect({ time: read.time, text: read.text.toString() }).toEqual({ time, text });
  });

  it.each([0, 1, 2, 3])('is cut at its limit between characters (%i)', (shift) => {
    const splitter = new LineSplitter(MAX_LINE_BYTES);
    const texts: string[] = [];
    const bytes = Buffer.from(`${'x'.repeat(shift)}${'😀'.repeat(MAX_LINE_BYTES)}\nnext\n`);
    for (let at = 0; at < bytes.length; at += 1000) {
      splitter.push(bytes.subarray(at, at + 1000), (line, cut) =>
        texts.push(`${readLine(line, cut).text}${cut ? '…' : ''}`),
      );
    }
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(/^x*😀+…$/u);
    expect(texts[1]).toBe('next');
  });

  it('that older kubelets stamp before each piece has the stamp in front alone', () => {
    const stamp = '2026-11-21T12:12:50.061485112Z ';
    const piece = 'x'.repeat(16 * 1024);
    const read = (pieces: readonly string[]) => readLine(Buffer.from(pieces.map((one) => stamp + one).join('')), false);
    expect(read([piece, piece, piece, 'end']).text.toString()).toBe(`${piece.repeat(3)}end`);
    expect(read([piece, 'a b']).text.toString()).toBe(`${piece}a b`);
    const said = `${piece}${piece.slice(1)}${stamp}in its text`;
    expect(read([said]).text.toString()).toBe(said);
  });
});
