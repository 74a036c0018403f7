import type { ApiStatus } from '@quarterdeck/shared/api-status';

type Details = NonNullable<ApiStatus['details']> & { readonly uid?: string };

/** The group and plural that a message and `details` name: "deployments.apps", "pods". */
interface Named {
  readonly group: string;
  readonly resource: string;
}

const qualified = ({ group, resource }: Named) => (group === '' ? resource : `${resource}.${group}`);

/** An answer of the API server that is no success: metav1.Status, thrown wherever it is noticed. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Details | undefined;

  constructor(code: number, reason: string, message: string, details?: Details) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The body of the answer. */
  toStatus(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason === '' ? {} : { reason: this.reason }),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

const detailsOf = (key: Named, name: string): Details => ({
  name,
  ...(key.group === '' ? {} : { group: key.group }),
  kind: key.resource,
});

export function notFound(key: Named, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${qualified(key)} "${name}" not found`, detailsOf(key, name));
}

export function noSuchPath(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExists(key: Named, name: string): StatusError {
  return new StatusError(409, 'AlreadyExists', `${qualified(key)} "${name}" already exists`, detailsOf(key, name));
}

export function conflict(key: Named, name: string, why: string): StatusError {
  return new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(key)} "${name}": ${why}`,
    detailsOf(key, name),
  );
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

export function forbidden(key: Named, name: string, why: string): StatusError {
  return new StatusError(
    403,
    'Forbidden',
    `${qualified(key)}${name === '' ? '' : ` "${name}"`} is forbidden: ${why}`,
    name === '' ? { ...(key.group === '' ? {} : { group: key.group }), kind: key.resource } : detailsOf(key, name),
  );
}

export function unauthorized(): StatusError {
  return new StatusError(401, 'Unauthorized', 'Unauthorized');
}

export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** 410 of a list page or a watch: the version that the client knows is no longer kept. */
export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

/** A field error of validation, with the words of apimachinery's field package. */
export interface FieldFault {
  readonly field: string;
  readonly type:
    | 'Required value'
    | 'Invalid value'
    | 'Unsupported value'
    | 'Forbidden'
    | 'Not found'
    | 'Duplicate value'
    | 'Too long'
    | 'Too many'
    | 'Internal error';
  readonly value?: unknown;
  readonly detail: string;
}

const CAUSE_REASON: Record<FieldFault['type'], string> = {
  'Required value': 'FieldValueRequired',
  'Invalid value': 'FieldValueInvalid',
  'Unsupported value': 'FieldValueNotSupported',
  Forbidden: 'FieldValueForbidden',
  'Not found': 'FieldValueNotFound',
  'Duplicate value': 'FieldValueDuplicate',
  'Too long': 'FieldValueTooLong',
  'Too many': 'FieldValueTooMany',
  'Internal error': 'InternalError',
};

/** Faults that do not repeat the value. */
const WITHOUT_VALUE: readonly FieldFault['type'][] = ['Required value', 'Forbidden', 'Too long', 'Internal error'];

function faultMessage({ type, value, detail }: FieldFault): string {
  const shown = WITHOUT_VALUE.includes(type) || (type === 'Too many' && value === undefined);
  const head = shown ? type : `${type}: ${value === undefined ? 'null' : JSON.stringify(value)}`;
  return detail === '' ? head : `${head}: ${detail}`;
}

/** 422 with every field error, e.g. `Pod "x" is invalid: spec.containers: Required value`. */
export function invalid(group: string, kind: string, name: string, faults: readonly FieldFault[]): StatusError {
  // the same fault of the same field is told once (errors.Aggregate)
  const texts = [...new Set(faults.map((fault) => `${fault.field}: ${faultMessage(fault)}`))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const title = group === '' ? kind : `${kind}.${group}`;
  return new StatusError(422, 'Invalid', `${title} "${name}" is invalid: ${list}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    causes: faults.map((fault) => ({
      reason: CAUSE_REASON[fault.type],
      message: faultMessage(fault),
      field: fault.field,
    })),
  });
}
