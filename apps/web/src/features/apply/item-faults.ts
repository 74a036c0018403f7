import { answerFaults } from '../../api/writes/answer-faults.ts';
import type { Fault } from '../../api/writes/fault.ts';
import { unknownFieldFault } from '../../api/writes/unknown-field.ts';
import { warningFaults } from '../../api/writes/warning-faults.ts';
import type { Words } from '../../ui/use-words.ts';
import type { ApplyItem } from './apply-item.ts';

/** Names that may stand at a path: without a schema at hand no better one is suggested. */
const NO_NAMES = (): readonly string[] => [];

/** What is wrong with a document, or worth knowing, at its fields; `t` speaks namespace "writes". */
export function itemFaults(
  { manifest, state, warnings }: ApplyItem,
  t: Words,
  namesAt: (path: Fault['path']) => readonly string[] = NO_NAMES,
): Fault[] {
  const { value, fault, detail } = manifest;
  if (fault !== undefined)
    return [
      {
        path: [],
        message: t(`fault.${READING[fault]}`),
        severity: 'error',
        ...(detail === undefined ? {} : { detail }),
      },
    ];
  const context = { sent: value, syntax: [], namesAt };
  const said = warningFaults(warnings, context, t);
  if (state.step === 'refused') {
    const { status } = state.refusal;
    return [...(status === undefined ? [] : answerFaults(status, context, t)), ...said];
  }
  if (state.step !== 'ready') return said;
  return [...state.preview.dropped.map((path) => unknownFieldFault(path, namesAt, t, { isDropped: true })), ...said];
}

const READING = {
  syntax: 'syntaxSomewhere',
  notObject: 'noObject',
  noKind: 'missingKind',
  noVersion: 'missingVersion',
  noName: 'missingName',
} as const;

/** The same faults at their places in the whole text. */
export function placedFaults(item: ApplyItem, faults: readonly Fault[]): (Fault & { readonly document: number })[] {
  const { document, path } = item.manifest;
  return faults.map((fault) => ({ ...fault, document, path: [...path, ...fault.path] }));
}
