import type { ApiStatus } from '@quarterdeck/shared/api-status';
import type { Words } from '../../ui/use-words.ts';
import { admissionFaults } from './admission-faults.ts';
import { causeFault } from './cause-fault.ts';
import type { Fault } from './fault.ts';
import { typeFaults } from './type-faults.ts';
import { unknownFieldFault } from './unknown-field.ts';
import { parsePath, type ValuePath } from './value-path.ts';

/** What is known beside the answer, to find the fields that it speaks of. */
export interface FaultContext {
  /** what was sent, as the server reads it */
  readonly sent: unknown;
  /** names that may stand in the object at a path, as the cluster's schema knows them */
  readonly namesAt: (path: ValuePath) => readonly string[];
  /** lines of the text that cannot be read, by our own reading */
  readonly syntax: readonly { readonly line: number; readonly message: string }[];
}

/**
 * The API server's refusal as faults at the fields that it speaks of, in the person's language. Empty where it is none of these:
 * then the Problem of the answer says it (no right, no session, not reachable).
 */
export function answerFaults(status: ApiStatus, context: FaultContext, t: Words): Fault[] {
  const { message = '', reason, code, details } = status;
  const causes = details?.causes ?? [];
  if (reason === 'Invalid' && causes.length > 0) {
    const seen = new Set<string>();
    return causes
      .filter(({ field = '', message: words = '' }) => !seen.has(`${field} ${words}`) && seen.add(`${field} ${words}`))
      .map((cause) => causeFault(cause, context, t));
  }
  return (
    strictFaults(message, context, t) ??
    syntaxFaults(message, context, t) ??
    typeFaults(message, context.sent, t) ??
    applyFaults(message, context, t) ??
    admissionFaults(message, context.sent, t) ??
    addressFaults(message, t) ??
    placeFaults(message, reason, code, t) ??
    []
  );
}

function whole(message: string, detail: string, path: ValuePath = []): Fault {
  return { path, message, detail, severity: 'error' };
}

/** strict decoding error: unknown field "spec.foo", duplicate field "spec.bar"; and keys that stand twice. */
function strictFaults(message: string, context: FaultContext, t: Words): Fault[] | undefined {
  const strict = /strict decoding (?:error: |YAML: )?(.*)$/s.exec(message)?.[1];
  if (strict === undefined) return undefined;
  const found: Fault[] = [];
  for (const [detail, what, field = ''] of strict.matchAll(/(unknown|duplicate) field "((?:[^"\\]|\\.)*)"/g)) {
    const path = parsePath(field, context.sent);
    if (what === 'unknown') found.push(unknownFieldFault(path, context.namesAt, t, { detail }));
    else found.push(whole(t('fault.duplicate', { field: String(path.at(-1) ?? '') }), detail, path));
  }
  for (const [detail, line, key = ''] of strict.matchAll(/line (\d+): key "((?:[^"\\]|\\.)*)" already set in map/g))
    found.push({
      path: [],
      line: Number(line),
      message: t('fault.duplicate', { field: key }),
      detail,
      severity: 'error',
    });
  return found.length === 0 ? undefined : found;
}

function syntaxFaults(message: string, { syntax }: FaultContext, t: Words): Fault[] | undefined {
  if (
    !/\byaml: |json parse error|error (?:converting|decoding) YAML|invalid character .* (?:looking for|after)/.test(
      message,
    )
  )
    return undefined;
  if (/couldn't get version\/kind|cannot unmarshal (?:array|string|number|bool) into Go value/.test(message))
    return [whole(t('fault.noObject'), message)];
  const line = Number(/\bline (\d+)/.exec(message)?.[1] ?? Number.NaN);
  // our own reading knows the line better: libraries count from where a block began
  const own = syntax.map((fault) => ({
    path: [],
    line: fault.line,
    message: t('fault.syntax', { line: fault.line }),
    detail: fault.message,
    severity: 'error' as const,
  }));
  if (own.length > 0) return own;
  const where = Number.isNaN(line) ? {} : { line };
  const words = Number.isNaN(line) ? t('fault.syntaxSomewhere') : t('fault.syntax', { line });
  return [{ path: [], ...where, message: words, detail: message, severity: 'error' }];
}

/** Server-side apply has a validation of its own: ".spec.foo: field not declared in schema". */
function applyFaults(message: string, context: FaultContext, t: Words): Fault[] | undefined {
  const words = /^failed to create typed (?:patch|live) object[^:]*: (.*)$/s.exec(message)?.[1];
  if (words === undefined) return undefined;
  const found = [...words.matchAll(/(\.[^\s:]+(?:\[[^\]]*\][^\s:]*)*): ([^\n]+)/g)].map(
    ([detail, field = '', said = '']) => {
      const path = parsePath(field, context.sent);
      if (/not declared in schema/.test(said)) return unknownFieldFault(path, context.namesAt, t, { detail });
      const wanted = /expected (\w+)/.exec(said)?.[1];
      return whole(wanted === undefined ? t('fault.invalid', { said }) : t('fault.type', { wanted }), detail, path);
    },
  );
  return found.length === 0 ? [whole(t('fault.invalid', { said: words }), message)] : found;
}

/** What the text says of itself and what the address says differ. */
function addressFaults(message: string, t: Words): Fault[] | undefined {
  const quoted = (pattern: RegExp) => pattern.exec(message)?.slice(1);
  const name = quoted(/^the name of the object \((.*?)\) does not match the name on the URL \((.*?)\)/);
  if (name) return [whole(t('fault.name', { now: name[0], before: name[1] }), message, ['metadata', 'name'])];
  const namespace = quoted(
    /namespace of the (?:provided )?object \(?(.*?)\)? does not match the namespace (?:on|sent on) the (?:request|URL) ?\(?(.*?)\)?$/,
  );
  if (namespace)
    return [
      whole(t('fault.namespace', { now: namespace[0], before: namespace[1] }), message, ['metadata', 'namespace']),
    ];
  const version = quoted(/^the API version in the data \((.*?)\) does not match the expected API version \((.*?)\)/);
  if (version) return [whole(t('fault.version', { now: version[0], before: version[1] }), message, ['apiVersion'])];
  const kind = quoted(/^(\S+) in version "[^"]*" cannot be handled as an? (\w+)(?:$|: converting|: no kind)/);
  if (kind) return [whole(t('fault.kind', { now: kind[0], before: kind[1] }), message, ['kind'])];
  if (/Object 'Kind' is missing/.test(message)) return [whole(t('fault.missingKind'), message, ['kind'])];
  if (/Object 'apiVersion' is missing/i.test(message))
    return [whole(t('fault.missingVersion'), message, ['apiVersion'])];
  if (/name must be provided|name or generateName is required|undeterminable/.test(message))
    return [whole(t('fault.missingName'), message, ['metadata', 'name'])];
  if (/managedFields must be nil/.test(message))
    return [whole(t('fault.managedFields'), message, ['metadata', 'managedFields'])];
  if (/UID in precondition: |uid mismatch/i.test(message))
    return [whole(t('fault.recreated'), message, ['metadata', 'uid'])];
  return undefined;
}

/** About the place that the object is to have. */
function placeFaults(
  message: string,
  reason: string | undefined,
  code: number | undefined,
  t: Words,
): Fault[] | undefined {
  if (code === 413 || reason === 'RequestEntityTooLarge' || /etcdserver: request is too large/.test(message)) {
    const bytes = /limit is (\d+)/.exec(message)?.[1];
    return [
      whole(bytes === undefined ? t('fault.tooLargeStored') : t('fault.tooLarge', { mega: mega(bytes) }), message),
    ];
  }
  const terminating = /unable to create new content in namespace (\S+) because it is being terminated/.exec(
    message,
  )?.[1];
  if (terminating)
    return [whole(t('fault.terminating', { namespace: terminating }), message, ['metadata', 'namespace'])];
  if (reason === 'AlreadyExists') return [whole(t('fault.exists'), message, ['metadata', 'name'])];
  const namespace = /^namespaces "([^"]*)" not found$/.exec(message)?.[1];
  if (namespace !== undefined)
    return [whole(t('fault.noNamespace', { namespace }), message, ['metadata', 'namespace'])];
  if (code === 404 && /could not find the requested resource|page not found/.test(message))
    return [whole(t('fault.notServed'), message, ['apiVersion'])];
  return undefined;
}

const mega = (bytes: string) => Math.round((Number(bytes) / 1024 / 1024) * 10) / 10;
