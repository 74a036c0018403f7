import type { ClusterStore } from '../store.ts';
import { ClusterNetwork } from './network/cluster-network.ts';
import { Volumes } from './volumes.ts';

/** What containers share with each other: the network and the volumes of the cluster. */
export class ClusterWorld {
  readonly network: ClusterNetwork;
  readonly volumes: Volumes;

  constructor(store: ClusterStore) {
    this.network = new ClusterNetwork(store);
    this.volumes = new Volumes(store);
  }
}
