import { admittedStore } from '../admission/admitted-store.ts';
import { Kubelets } from '../kubelet/kubelet.ts';
import { keepMirrorPods } from '../kubelet/mirror-pods.ts';
import { SimulatedPodRuntime } from '../kubelet/pod-runtime.ts';
import { SimulatedLoad } from '../metrics/simulated-load.ts';
import type { PodRuntime } from '../runtime.ts';
import type { ClusterStore } from '../store.ts';
import { ClusterIndex } from './cluster-index.ts';
import { type Controller, type ControllerContext, runControllers } from './controller.ts';
import { cronJobController } from './cron-job.ts';
import { daemonSetController } from './daemon-set.ts';
import { deploymentController } from './deployment.ts';
import { disruptionBudgetController } from './disruption-budget.ts';
import { sliceMirroring } from './endpoint-slices.ts';
import { endpointsController } from './endpoints.ts';
import { EventRecorder } from './event-recorder.ts';
import { garbageCollector } from './garbage-collector.ts';
import { autoscalerController } from './horizontal-autoscaler.ts';
import { jobController, jobOrphanController } from './job.ts';
import { ingressAddresses, loadBalancers } from './load-balancer.ts';
import { namespaceController } from './namespace.ts';
import { keepHeartbeats } from './node-heartbeat.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import { NodeLoads } from './node-loads.ts';
import { persistentVolumes } from './persistent-volume.ts';
import { collectPods } from './pod-gc.ts';
import { replicaSetController, replicationController } from './replica-set.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { scheduler } from './scheduler.ts';
import { statefulSetController } from './stateful-set.ts';
import { taintEviction } from './taint-eviction.ts';
import { realTimers, type Timers } from './timers.ts';
import { volumeClaims } from './volume-claim.ts';

export interface StartedControllers {
  readonly runtime: PodRuntime;
  /** what the metrics API serves and the autoscaler reads */
  readonly load: SimulatedLoad;
  stop(): void;
}

const controllersOn = (loads: NodeLoads): readonly Controller[] => [
  namespaceController,
  deploymentController,
  replicaSetController,
  replicationController,
  statefulSetController,
  daemonSetController,
  jobController,
  jobOrphanController,
  cronJobController,
  nodeLifecycle,
  taintEviction(),
  scheduler(loads),
  loadBalancers(),
  ingressAddresses,
  endpointsController,
  sliceMirroring,
  volumeClaims(),
  persistentVolumes,
  garbageCollector,
  resourceQuotaController,
  autoscalerController,
  disruptionBudgetController,
];
const EVENT_SWEEP_MS = 60_000;

interface ControllerOptions {
  readonly timers?: Timers;
  /** the store as one program of the control plane writes to it */
  readonly storeOf?: (program: 'kube-controller-manager' | 'kubelet') => ClusterStore;
}

/** Starts the controllers, the scheduler and the kubelets of the demo cluster on a store. */
export function startControllers(stored: ClusterStore, options: ControllerOptions = {}): StartedControllers {
  const timers = options.timers ?? realTimers;
  const storeOf = options.storeOf ?? (() => admittedStore(stored));
  const store = storeOf('kube-controller-manager');
  const index = new ClusterIndex(store);
  const load = new SimulatedLoad(store, index);
  const context: ControllerContext = { store, timers, index, load, events: new EventRecorder(store) };
  // before the controllers, so that they find it up to date
  const loads = new NodeLoads(store);
  const stopControllers = runControllers(context, controllersOn(loads));
  const ofKubelets = { ...context, store: storeOf('kubelet') };
  const kubelets = new Kubelets(ofKubelets);
  const stopMirrors = keepMirrorPods(ofKubelets);
  const stopHeartbeats = keepHeartbeats(context);
  const stopCollecting = collectPods(context);
  let cancelSweep = () => {};
  const sweep = () => {
    context.events.expire();
    cancelSweep = timers.after(EVENT_SWEEP_MS, sweep);
  };
  cancelSweep = timers.after(EVENT_SWEEP_MS, sweep);
  return {
    runtime: new SimulatedPodRuntime(kubelets),
    load,
    stop() {
      cancelSweep();
      stopCollecting();
      stopHeartbeats();
      stopMirrors();
      kubelets.stop();
      stopControllers();
      loads.stop();
      load.stop();
    },
  };
}
