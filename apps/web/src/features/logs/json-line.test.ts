import { describe, expect, it } from 'vitest';
import { fieldsOf, fieldText, messageOf, parseJsonLine } from './json-line.ts';

describe('JSON lines', () => {
  it('are objects and nothing else', () => {
    expect(parseJsonLine('{"a":1}')).toEqual({ a: 1 });
    expect(parseJsonLine('  {"a":1}')).toEqual({ a: 1 });
    for (const text of ['[1]', '"a"', 'null', '{"a":', 'text {"a":1}', '', `{"a":"${'x'.repeat(70_000)}"}`])
      expect(parseJsonLine(text), text.slice(0, 20)).toBeUndefined();
  });

  it('unfold to flat fields', () => {
    expect(fieldsOf({ msg: 'hi', http: { status: 200, tags: ['a', null] }, none: {}, ok: true })).toEqual([
      { path: 'msg', text: 'hi' },
      { path: 'http.status', text: '200' },
      { path: 'http.tags.0', text: 'a' },
      { path: 'http.tags.1', text: 'null' },
      { path: 'none', text: '{}' },
      { path: 'ok', text: 'true' },
    ]);
  });

  it('are bounded', () => {
    let deep: Record<string, unknown> = { end: 1 };
    for (let n = 0; n < 50; n++) deep = { deep };
    expect(fieldsOf(deep)).toHaveLength(1);
    expect(fieldsOf(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`f${n}`, n])))).toHaveLength(200);
  });

  it('give a field by its path, and nothing that is inherited', () => {
    const object = { http: { status: 200 }, 'log.level': 'warn', a: { 'b.c': 1 } };
    expect(fieldText(object, 'http.status')).toBe('200');
    expect(fieldText(object, 'log.level')).toBe('warn');
    expect(fieldText(object, 'a.b.c')).toBe('1');
    expect(fieldText(object, 'http')).toBe('{"status":200}');
    expect(fieldText(object, 'constructor.name')).toBe('');
    expect(fieldText(object, 'http.toString')).toBe('');
  });

  it('name their message', () => {
    expect(messageOf({ level: 'info', msg: 'started' })).toBe('started');
    expect(messageOf({ level: 'info' })).toBeUndefined();
  });
});
