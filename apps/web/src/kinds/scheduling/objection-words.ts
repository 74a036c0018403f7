import type { Objection } from '../../api/scheduling/node-verdict.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { Words } from '../../ui/use-words.ts';
import type { NodeVerdict } from './read-verdicts.ts';

/** All that speaks against a node, or that nothing does. */
export function verdictWords({ objections, counted }: Pick<NodeVerdict, 'objections' | 'counted'>, t: Words): string {
  if (objections.length > 0) return safeText(objections.map((objection) => objectionWords(objection, t)).join('; '));
  return t(counted ? 'pending.fits' : 'pending.notCounted');
}

function objectionWords(objection: Objection, t: Words): string {
  return t(`pending.objections.${objection.cause}`, { ...objection });
}
