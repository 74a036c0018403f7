import { apiPath } from '@quarterdeck/shared/resource-path';
import { useCallback, useEffect, useState } from 'react';
import { k8sJson, problemOfError } from '../api/api-fetch.ts';
import type { KubeObject, ObjectRef } from '../api/kube-object.ts';
import { useLiveClient } from './live-context.ts';
import { applyObjects, type LiveObjectState, turnToSuccessor } from './live-object.ts';
import type { LiveStatus } from './live-status.ts';

const STATES_WITHOUT_WATCH: ReadonlySet<LiveStatus['state']> = new Set(['denied', 'gone']);

function fresh(): LiveObjectState {
  return {
    object: undefined,
    deleted: false,
    successor: undefined,
    status: { state: 'connecting', loaded: 0, since: Date.now() },
  };
}

export interface LiveObject extends LiveObjectState {
  /** turns to the object that has taken the name */
  readonly showSuccessor: () => void;
}

/**
 * One object, live. A person who may get but not watch it has it read once, and the status ("denied") says that it will not
 * change by itself.
 */
export function useLiveObject({ cluster, resource, namespace, name }: ObjectRef): LiveObject {
  const client = useLiveClient();
  const { group, version, resource: plural, kind } = resource;
  const key = JSON.stringify([cluster, group, version, plural, namespace, name]);
  const [held, setHeld] = useState(() => ({ key, state: fresh() }));

  useEffect(() => {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const abort = new AbortController();
    let asked = false;
    const set = (change: (state: LiveObjectState) => LiveObjectState) =>
      setHeld((before) => {
        const state = before.key === key ? before.state : fresh();
        const next = change(state);
        return next === before.state ? before : { key, state: next };
      });

    const readOnce = async () => {
      const path = apiPath({ group, version, resource: plural }, { namespace, name });
      try {
        const object = await k8sJson<KubeObject>(cluster, path, { signal: abort.signal });
        set((state) => applyObjects(state, { upsert: [object], remove: [] }, { apiVersion, kind }));
      } catch (error) {
        if (abort.signal.aborted) return;
        set((state) => ({ ...state, status: { ...state.status, problem: problemOfError(error) } }));
      }
    };

    const unsubscribe = client.subscribe(
      {
        cluster,
        resource: group === '' ? `${version}/${plural}` : `${group}/${version}/${plural}`,
        namespaces: namespace === undefined ? null : [namespace],
        fieldSelector: `metadata.name=${name}`,
        fields: [],
        mode: 'objects',
      },
      {
        status: (status) => {
          set((state) => ({ ...state, status }));
          if (!STATES_WITHOUT_WATCH.has(status.state) || asked) return;
          asked = true;
          void readOnce();
        },
        objects: (frame) => set((state) => applyObjects(state, frame, { apiVersion, kind })),
      },
    );
    return () => {
      abort.abort();
      unsubscribe();
    };
  }, [client, key, cluster, group, version, plural, kind, namespace, name]);

  const showSuccessor = useCallback(
    () => setHeld((before) => ({ ...before, state: turnToSuccessor(before.state) })),
    [],
  );
  // the object of another address must not be shown under this one, not even for one frame
  return { ...(held.key === key ? held.state : fresh()), showSuccessor };
}
