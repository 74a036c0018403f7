import { fillHostPorts, fillPodSpec, fillRequests } from '../pod-defaults.ts';
import { type AdmissionPlugin, writes } from './admission-plugin.ts';

/** Admission sees objects that have been decoded with their defaults; only those of pods matter to a plug-in. */
export const podDefaults: AdmissionPlugin = (request) => {
  if (!writes(request, 'pods', 'CREATE')) return undefined;
  fillPodSpec(request.object['spec']);
  fillRequests(request.object['spec']);
  fillHostPorts(request.object['spec']);
  return undefined;
};
