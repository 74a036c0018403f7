import type { ClusterStore } from '../store.ts';

/** Fills a store with the demo's shop. */
export function seedShop(_store: ClusterStore): void {}
