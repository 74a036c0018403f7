import { isJsonObject } from '../json-value.ts';

/**
 * The simple JSON paths of printer columns: `.spec.size`, `.metadata.annotations.example\.com/note`,
 * `.status.conditions[0].type`, `.status.conditions[?(@.type=="Ready")].status`, `.spec.items[*].name`.
 * An unreadable path finds nothing, like a path to a missing field.
 */
export function readJsonPath(root: unknown, path: string): unknown[] {
  let values: unknown[] = [root];
  for (const step of stepsOf(path)) {
    values = values.flatMap((value) => step(value));
    if (values.length === 0) return [];
  }
  return values.filter((value) => value !== undefined && value !== null);
}

type Step = (value: unknown) => unknown[];

const TOKEN =
  /\.((?:[^.[\]\\]|\\.)+)|\[\s*(-?\d+)\s*\]|\[\s*(\*)\s*\]|\[\s*['"]([^'"]+)['"]\s*\]|\[\?\(\s*@\.([\w.-]+)\s*==\s*(?:'([^']*)'|"([^"]*)"|([\w.-]+))\s*\)\]/gy;

function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < path.length) {
    const match = TOKEN.exec(path);
    if (!match) return [() => []];
    const [, name, index, star, quoted, field, single, double, bare] = match;
    if (name !== undefined || quoted !== undefined) steps.push(member((name ?? quoted ?? '').replace(/\\(.)/g, '$1')));
    else if (index !== undefined) steps.push((value) => (Array.isArray(value) ? [value.at(Number(index))] : []));
    else if (star !== undefined) steps.push(all);
    else if (field !== undefined) steps.push(matching(field, single ?? double ?? bare ?? ''));
  }
  return steps;
}

const member =
  (key: string): Step =>
  (value) =>
    isJsonObject(value) && Object.hasOwn(value, key) ? [value[key]] : [];

const all: Step = (value) => (Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []);

const matching =
  (field: string, wanted: string): Step =>
  (value) =>
    all(value).filter((item) => {
      const found = readJsonPath(item, `.${field}`)[0];
      return found !== undefined && String(found) === wanted;
    });
