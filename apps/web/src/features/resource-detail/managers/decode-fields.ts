/** A field that a manager owns, and those within it. */
export interface OwnedField {
  /** "spec", `[name="web"]`, "[3]", `["a value of a set"]` */
  readonly name: string;
  /** from the top: `spec.template.spec.containers[name="web"].image` */
  readonly path: string;
  /** the field itself is owned, not only something within it */
  readonly owned: boolean;
  readonly children: readonly OwnedField[];
}

/** Objects are deep only where somebody wants to harm. */
const MAX_DEPTH = 64;

/**
 * metadata.managedFields[].fieldsV1 as a tree of fields (structured-merge-diff: "f:name" a field, "k:{…}" a member of a list by its
 * keys, "v:…" a member of a set, "i:n" a member by its place, "." the thing itself). Whatever else stands there is left out.
 */
export function decodeFields(fields: unknown, above = '', depth = 0): readonly OwnedField[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields) || depth > MAX_DEPTH) return [];
  return Object.entries(fields).flatMap(([key, inner]): OwnedField[] => {
    const name = stepName(key);
    if (name === undefined) return [];
    const path = name.startsWith('[') || above === '' ? above + name : `${above}.${name}`;
    const children = decodeFields(inner, path, depth + 1);
    const owned = children.length === 0 || (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, '.'));
    return [{ name, path, owned, children }];
  });
}

function stepName(key: string): string | undefined {
  const text = key.slice(2);
  switch (key.slice(0, 2)) {
    case 'f:':
      return /^[A-Za-z0-9_$-]+$/.test(text) ? text : `[${JSON.stringify(text)}]`;
    case 'i:':
      return `[${text}]`;
    case 'v:':
      return `[${text}]`;
    case 'k:':
      return `[${keyWords(text)}]`;
    default:
      return undefined;
  }
}

/** `{"containerPort":80,"protocol":"TCP"}` → `containerPort=80,protocol="TCP"`. */
function keyWords(text: string): string {
  try {
    const keys: unknown = JSON.parse(text);
    if (typeof keys === 'object' && keys !== null)
      return Object.entries(keys)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(',');
  } catch {
    // shown as it stands
  }
  return text;
}

/** How many fields are owned in a tree. */
export function countOwned(fields: readonly OwnedField[]): number {
  return fields.reduce((sum, { owned, children }) => sum + (owned ? 1 : 0) + countOwned(children), 0);
}

/** The branches that lead to a path holding the text, small and capital letters alike; what is below such a path stays whole. */
export function filterFields(fields: readonly OwnedField[], text: string): readonly OwnedField[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return fields;
  return fields.flatMap((field): OwnedField[] => {
    if (field.path.toLowerCase().includes(wanted)) return [field];
    const children = filterFields(field.children, text);
    return children.length === 0 ? [] : [{ ...field, children }];
  });
}
