import { badRequest, type FieldFault, invalid, StatusError } from '../status-error.ts';
import { isTrue } from './api-request.ts';

/** The parameters of a list or watch that say which state is meant. */
export interface ListOptions {
  readonly limit: number;
  readonly continue: string;
  /** undefined: any or the newest; see `exact` */
  readonly version: number | undefined;
  /** the state at `version`, not a newer one */
  readonly exact: boolean;
  /** KEP-3157; undefined: the client did not say */
  readonly initialEvents: boolean | undefined;
  /** 0: the client did not say */
  readonly timeoutSeconds: number;
}

const MATCHES = ['Exact', 'NotOlderThan'];

function readInteger(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (text === '') return 0;
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Math.max(0, Number(text));
}

/** A version that a list or watch starts from; undefined for "" and "0". */
function readVersion(text: string): number | undefined {
  if (text === '' || text === '0') return undefined;
  if (!/^\d+$/.test(text))
    // no reason and 500: that is what the storage layer's error becomes
    throw new StatusError(
      500,
      '',
      `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
    );
  return Number(text);
}

/** Reads and checks them together (apimachinery/pkg/apis/internalversion/validation). */
export function readListOptions(query: URLSearchParams, watch: boolean): ListOptions {
  const limit = readInteger(query, 'limit');
  const timeoutSeconds = readInteger(query, 'timeoutSeconds');
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const token = query.get('continue') ?? '';
  const initial = query.get('sendInitialEvents');
  const faults = watch ? watchFaults(match, token, initial) : listFaults(match, version, token, initial);
  if (faults.length > 0) throw invalid('meta.k8s.io', 'ListOptions', '', faults);
  return {
    limit,
    continue: token,
    version: readVersion(version),
    // a page of an old version means exactly that version, from before there was a parameter for it
    exact: match === 'Exact' || (match === '' && limit > 0 && token === ''),
    initialEvents: initial === null ? undefined : isTrue(initial),
    timeoutSeconds,
  };
}

const FIELD = 'resourceVersionMatch';
const forbidden = (detail: string, field = FIELD): FieldFault => ({ field, type: 'Forbidden', detail });

function unsupported(match: string, supported: readonly string[]): FieldFault {
  const values = supported.map((value) => JSON.stringify(value)).join(', ');
  return { field: FIELD, type: 'Unsupported value', value: match, detail: `supported values: ${values}` };
}

function listFaults(match: string, version: string, token: string, initial: string | null): FieldFault[] {
  const faults: FieldFault[] = [];
  if (match !== '') {
    if (version === '') faults.push(forbidden('resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if (token !== '') faults.push(forbidden('resourceVersionMatch is forbidden when continue is provided'));
    if (!MATCHES.includes(match)) faults.push(unsupported(match, [...MATCHES, '']));
    if (match === 'Exact' && version === '0')
      faults.push(forbidden('resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  if (initial !== null) faults.push(forbidden('sendInitialEvents is forbidden for list', 'sendInitialEvents'));
  return faults;
}

function watchFaults(match: string, token: string, initial: string | null): FieldFault[] {
  const faults: FieldFault[] = [];
  if (initial !== null && match !== 'NotOlderThan')
    faults.push(forbidden('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  if (match === '') return faults;
  if (initial === null)
    faults.push(forbidden('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  if (match !== 'NotOlderThan') faults.push(unsupported(match, ['NotOlderThan']));
  if (token !== '') faults.push(forbidden('resourceVersionMatch is forbidden when continue is provided'));
  return faults;
}
