import type { MatchAnswer, MatchRequest } from './expression-matcher.ts';
import { matchExpressions } from './match-expressions.ts';

/** Runs regular expressions apart from the page, where they can be stopped. */
self.onmessage = ({ data }: MessageEvent<MatchRequest>) => {
  const answer: MatchAnswer = { id: data.id, verdicts: matchExpressions(data.rules, data.texts) };
  self.postMessage(answer);
};
