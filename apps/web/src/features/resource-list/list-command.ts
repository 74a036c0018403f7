import { type FieldPath, parseFieldPath } from '@quarterdeck/shared/field-path';
import { shellWord } from '../../actions/kubectl-command.ts';
import type { ListSort } from '../../live/list-sort.ts';
import { filterTerms } from '../../live/text-match.ts';
import { fieldOfAdded, isAdded } from './column-choice.ts';
import type { ListColumn } from './list-columns.ts';

export interface ListCommandInput {
  /** "pods", "deployments.apps,jobs.batch" */
  readonly kubectl: string;
  readonly namespaced: boolean;
  readonly namespaces: readonly string[] | null;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** the text filter */
  readonly filter: string;
  readonly columns: readonly ListColumn[];
  readonly shown: readonly ListColumn[];
  readonly sort: ListSort | undefined;
  /** rows of some status only */
  readonly hasBuckets: boolean;
}

/** What kubectl cannot do as the list does: an i18n key in "columns". */
export type CommandRemark = 'sort' | 'buckets' | 'column' | 'headers' | 'owned' | 'grouped';

export interface ListCommand {
  /** one for each namespace; a last one with the fields and annotations, which kubectl prints in columns of their own only */
  readonly lines: readonly string[];
  readonly remarks: readonly CommandRemark[];
}

/** The kubectl commands that print a list as it is shown, and in what they differ from it. */
export function listCommand(input: ListCommandInput): ListCommand {
  const { namespaces, kubectl, namespaced, columns, shown, sort, hasBuckets } = input;
  const scopes = !namespaced ? [[]] : namespaces === null ? [['-A']] : namespaces.map((namespace) => ['-n', namespace]);
  const terms = filterTerms(
    input.filter,
    columns.filter(({ unread }) => !unread),
  );
  const path = sort && sortPath(sort, columns);
  // kubectl sorts upwards, by creation from the oldest to the youngest
  const reversed = sort !== undefined && sort.descending !== (sort.column.id === 'age');
  const tail = [
    ...terms.map(({ not, text }) => `grep -${not ? 'iv' : 'i'}F -- ${shellWord(text)}`),
    ...(path !== undefined && reversed ? ['tac'] : []),
  ];
  const order = path === undefined ? [] : [`--sort-by=${path}`, ...(reversed ? ['--no-headers'] : [])];
  const labels = shown.flatMap((column) => (column.added === 'label' ? [column.description] : []));
  // what is filtered by may stand in a wide column
  const hasWide = columns.some((column) => column.wide && !isAdded(column));
  const wide = hasWide && (terms.length > 0 || shown.some((column) => column.wide)) ? ['-o', 'wide'] : [];
  const own = labels.length === 0 ? wide : ['-L', labels.join(','), ...wide];
  const custom = customColumns(shown, scopes.length > 1 || namespaces === null);
  const line = (scope: readonly string[], output: readonly string[]): string =>
    [
      ['kubectl', 'get', kubectl, ...scope, ...selectors(input), ...order, ...output].map(shellWord).join(' '),
      ...tail,
    ].join(' | ');
  return {
    lines: [own, ...(custom === undefined ? [] : [['-o', `custom-columns=${custom}`]])].flatMap((output) =>
      scopes.map((scope) => line(scope, output)),
    ),
    remarks: [
      ...(sort !== undefined && path === undefined ? (['sort'] as const) : []),
      ...(hasBuckets ? (['buckets'] as const) : []),
      ...(terms.some(({ column }) => column !== undefined) ? (['column'] as const) : []),
      ...(terms.length > 0 || tail.includes('tac') ? (['headers'] as const) : []),
    ],
  };
}

function selectors({ labelSelector, fieldSelector }: ListCommandInput): string[] {
  return [
    ...(labelSelector === '' ? [] : ['-l', labelSelector]),
    ...(fieldSelector === '' ? [] : ['--field-selector', fieldSelector]),
  ];
}

/** Where kubectl finds what the list is sorted by; undefined for the server's words, which are in no field that we know. */
function sortPath({ column: { id } }: ListSort, columns: readonly ListColumn[]): string | undefined {
  if (id === 'name' || id === 'namespace') return `.metadata.${id}`;
  if (id === 'age') return '.metadata.creationTimestamp';
  const column = columns.find((candidate) => candidate.id === id);
  const path = column && pathOf(column);
  return path?.every(({ kind }) => kind === 'field') ? kubectlPath(path) : undefined;
}

function pathOf({ added, description }: ListColumn): FieldPath | undefined {
  if (added === undefined) return undefined;
  if (added === 'label') return parseFieldPath(`metadata.labels["${description}"]`);
  return parseFieldPath(fieldOfAdded({ id: '', kind: added, key: description }) ?? '');
}

/** Annotations and fields as custom columns, led by what tells the rows apart; undefined when there are none. */
function customColumns(shown: readonly ListColumn[], withNamespace: boolean): string | undefined {
  const extra = shown.flatMap((column) => {
    const path = column.added === 'label' ? undefined : pathOf(column);
    return path === undefined ? [] : [`${column.header.toUpperCase().replaceAll(/[^\w-]/g, '-')}:${kubectlPath(path)}`];
  });
  if (extra.length === 0) return undefined;
  return [...(withNamespace ? ['NAMESPACE:.metadata.namespace'] : []), 'NAME:.metadata.name', ...extra].join(',');
}

/** A path in kubectl's JSONPath: dots within a name are escaped. */
function kubectlPath(path: FieldPath): string {
  return path
    .map((step) => {
      if (step.kind === 'each') return '[*]';
      if (step.kind === 'first') return `[?(@.${step.name}=="${step.value}")]`;
      return `.${step.name.replaceAll(/[.\\]/g, '\\$&')}`;
    })
    .join('');
}
