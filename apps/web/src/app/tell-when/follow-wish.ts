import { judge, lasts, unwatched, type Verdict } from '../../actions/tell-when/whens.ts';
import type { Wish } from '../../api/tell-when.ts';
import { applyObjects, type LiveObjectState } from '../../live/live-object.ts';
import type { LiveSource } from '../../live/live-source.ts';

interface WishNews {
  /** it is not so now: from here on it counts when it comes */
  arm(): void;
  tell(verdict: Verdict): void;
}

/** Watches one object until what is wished for has come; tells once. Ends with the returned function. */
export function followWish(source: LiveSource, wish: Wish, news: WishNews): () => void {
  const { ref, uid, when } = wish;
  const { group, version, resource, kind } = ref.resource;
  let { armed } = wish;
  let over = false;
  let state: LiveObjectState = {
    object: undefined,
    deleted: false,
    successor: undefined,
    status: { state: 'connecting', loaded: 0, since: 0 },
  };
  function look(isLive: boolean): void {
    if (over) return;
    const { object, deleted } = state;
    const isOther = uid !== undefined && object !== undefined && object.metadata.uid !== uid;
    const isGone = deleted || isOther || (isLive && object === undefined);
    const verdict = judge(when, ref, isOther ? undefined : object, isGone);
    if (!verdict.reached) {
      if (object !== undefined && !armed) {
        armed = true;
        news.arm();
      }
      return;
    }
    // what is gone does not come back, and what has ended does not end anew
    if (!armed && !isGone && !lasts(verdict)) return;
    tell(verdict);
  }
  function tell(verdict: Verdict): void {
    if (over) return;
    over = true;
    news.tell(verdict);
  }
  const stop = source.subscribe(
    {
      cluster: ref.cluster,
      resource: group === '' ? `${version}/${resource}` : `${group}/${version}/${resource}`,
      namespaces: ref.namespace === undefined ? null : [ref.namespace],
      fieldSelector: `metadata.name=${ref.name}`,
      fields: [],
      mode: 'objects',
    },
    {
      status: ({ state: now, problem }) => {
        // a session that is over is renewed in place, or the wish goes with it
        if (now === 'denied' && !problem?.code.startsWith('qd.session.')) return tell(unwatched(problem?.detail));
        // its kind is not served any more
        if (now === 'gone') return tell(judge(when, ref, undefined, true));
        look(now === 'live');
      },
      objects: (frame) => {
        state = applyObjects(state, frame, { apiVersion: group === '' ? version : `${group}/${version}`, kind });
        look(false);
      },
    },
  );
  return () => {
    over = true;
    stop();
  };
}
