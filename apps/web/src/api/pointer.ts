/** Names other objects of the same cluster by kind, as objects themselves do (ownerReferences, involvedObject, claimRef …). */
export interface Pointer {
  /** API group; "" is the core group */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  /** one object; without it the list of that kind, narrowed by the selectors */
  readonly name?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}
