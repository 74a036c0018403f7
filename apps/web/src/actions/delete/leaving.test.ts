import { describe, expect, it } from 'vitest';
import { leavingOf } from './leaving.ts';

const END = '2026-01-01T00:00:30Z';
const at = (seconds: number) => Date.parse('2026-01-01T00:00:00Z') + seconds * 1000;
const object = (metadata: Record<string, unknown>) => ({ metadata: { name: 'x', uid: 'u', ...metadata } });

describe('why an object that is being deleted is still there (CTL-24)', () => {
  it('is nothing to say of one that nobody deletes', () => {
    expect(leavingOf(object({ finalizers: ['a'] }), at(0))).toBeUndefined();
    expect(leavingOf(object({ deletionTimestamp: 'never' }), at(0))).toBeUndefined();
  });

  it('is its grace, which began before the time stamp', () => {
    const leaving = leavingOf(object({ deletionTimestamp: END, deletionGracePeriodSeconds: 30 }), at(5));
    expect(leaving).toMatchObject({ since: at(0), until: at(30), late: false, reasons: [{ key: 'leaving.grace' }] });
  });

  it('is a finalizer, known or not', () => {
    const finalizers = ['kubernetes.io/pvc-protection', 'external-attacher/ebs-csi', 'acme.io/dns'];
    expect(leavingOf(object({ deletionTimestamp: END, finalizers }), at(31))?.reasons).toEqual([
      { about: 'holds', key: 'finalizer.claim', values: { finalizer: 'kubernetes.io/pvc-protection' } },
      { about: 'holds', key: 'finalizer.attacher', values: { finalizer: 'external-attacher/ebs-csi' } },
      { about: 'holds', key: 'finalizer.other', values: { finalizer: 'acme.io/dns' } },
    ]);
  });

  it('is a node that does not answer, when its time is over and nothing holds it', () => {
    expect(leavingOf(object({ deletionTimestamp: END }), at(31))).toMatchObject({
      late: false,
      reasons: [{ key: 'leaving.soon' }],
    });
    expect(leavingOf(object({ deletionTimestamp: END }), at(60))).toMatchObject({
      late: true,
      reasons: [{ key: 'leaving.late' }],
    });
  });
});
