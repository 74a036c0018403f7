import { equalJson, isJsonObject, type JsonObject } from '../../json-value.ts';

/**
 * What changed between two specs, in the form in which the API server shows it after "… is immutable": Go's field names, `-` what was
 * and `+` what came, fields that stay the same counted. Go's own types are not spelled out.
 */
export function specDiff(type: string, before: unknown, after: unknown): string {
  return `\n  core.${type}{\n${fieldLines(before, after, '\t').join('\n')}\n  }\n`;
}

const goName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function fieldLines(before: unknown, after: unknown, indent: string): string[] {
  const left: JsonObject = isJsonObject(before) ? before : {};
  const right: JsonObject = isJsonObject(after) ? after : {};
  const lines: string[] = [];
  let same = 0;
  const passSame = () => {
    if (same > 0) lines.push(`  ${indent}... // ${same} identical fields`);
    same = 0;
  };
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (equalJson(left[name], right[name])) {
      same += 1;
      continue;
    }
    passSame();
    lines.push(...changedLines(goName(name), left[name], right[name], indent));
  }
  passSame();
  return lines;
}

function changedLines(name: string, before: unknown, after: unknown, indent: string): string[] {
  if (isJsonObject(before) && isJsonObject(after))
    return [`  ${indent}${name}: {`, ...fieldLines(before, after, `${indent}\t`), `  ${indent}},`];
  if (!Array.isArray(before) || !Array.isArray(after) || !isJsonObject(before[0] ?? after[0]))
    return [`- ${indent}${name}: ${goValue(before)},`, `+ ${indent}${name}: ${goValue(after)},`];
  const inner = `${indent}\t`;
  const items: string[] = [];
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const [left, right] = [before[index], after[index]];
    if (left === undefined) items.push(`+ ${inner}${goValue(right)},`);
    else if (right === undefined) items.push(`- ${inner}${goValue(left)},`);
    else if (equalJson(left, right)) items.push(`  ${inner}${goValue(left)},`);
    else items.push(`  ${inner}{`, ...fieldLines(left, right, `${inner}\t`), `  ${inner}},`);
  }
  return [`  ${indent}${name}: {`, ...items, `  ${indent}},`];
}

function goValue(value: unknown): string {
  if (value === undefined || value === null) return 'nil';
  if (Array.isArray(value)) return `{${value.map(goValue).join(', ')}}`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${goName(name)}: ${goValue(item)}`)
    .join(', ')}}`;
}
