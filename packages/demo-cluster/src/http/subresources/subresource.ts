import type { Tokens } from '../../auth/tokens.ts';
import type { MemoryStore } from '../../memory-store.ts';
import type { ResourceType } from '../../resources/resource-type.ts';
import type { DemoObject } from '../../store.ts';
import type { Answer, WriteRequest, Writes } from '../writes.ts';

/** A request for a sub-resource that has a body of its own, and the object that it belongs to. */
export interface Subresource {
  readonly write: WriteRequest;
  readonly current: DemoObject;
  readonly context: {
    readonly store: MemoryStore;
    readonly tokens: Tokens;
    readonly writes: Writes;
  };
}

export interface SubresourceAnswer extends Answer {
  /** how to show `body`, when it is an object of another type than the resource's */
  readonly as?: ResourceType;
}

/** The answer of those that are done and have nothing to show. */
export const done = (code: number): SubresourceAnswer => ({
  code,
  isObject: false,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code },
});
