import type { PodTemplateSpec } from 'kubernetes-types/core/v1';

/** Names and images of a pod template, for the wide columns of workloads. */
export const containerNames = (template: PodTemplateSpec | undefined) =>
  (template?.spec?.containers ?? []).map((c) => c.name).join(',');
export const containerImages = (template: PodTemplateSpec | undefined) =>
  (template?.spec?.containers ?? []).map((c) => c.image ?? '').join(',');
