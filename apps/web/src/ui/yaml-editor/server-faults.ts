import type { Diagnostic } from '@codemirror/lint';
import { type ChangeDesc, StateEffect, StateField } from '@codemirror/state';

/** A fault that somebody else found (the API server), at its place in the text. */
export interface PlacedFault {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

export const setServerFaults = StateEffect.define<readonly PlacedFault[]>();

/** The faults stay at their places while the text changes; one whose place was edited is gone, until it is told again. */
export const serverFaults = StateField.define<readonly PlacedFault[]>({
  create: () => [],
  update: (faults, transaction) => {
    let held = faults;
    if (transaction.docChanged) held = moved(held, transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setServerFaults)) held = effect.value;
    return held;
  },
});

function moved(faults: readonly PlacedFault[], changes: ChangeDesc): readonly PlacedFault[] {
  return faults
    .filter(({ from, to }) => changes.touchesRange(from, to) === false)
    .map((fault) => ({ ...fault, from: changes.mapPos(fault.from, 1), to: changes.mapPos(fault.to, -1) }))
    .map((fault) => ({ ...fault, to: Math.max(fault.from, fault.to) }));
}

export function asDiagnostics(faults: readonly PlacedFault[], source: string): Diagnostic[] {
  return faults.map(({ from, to, severity, message }) => ({ from, to, severity, message, source }));
}
