import { CHANGE_CAUSE } from '../../api/change-cause.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { Strategy } from '../../kinds/rollout/rollout-bounds.ts';
import type { WholeRevision } from '../../kinds/rollout/use-whole-revisions.ts';

const RESTARTED = 'kubectl.kubernetes.io/restartedAt';

/** Why the revision is made; "": the annotation stays as it is. */
const causePatch = (cause: string): object =>
  cause === '' ? {} : { metadata: { annotations: { [CHANGE_CAUSE]: cause } } };

/** The strategic merge patch of `kubectl rollout restart`: a new template, so new pods, by the object's own strategy. */
export function restartPatch(now: Date, cause = ''): object {
  const at = now.toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    ...causePatch(cause),
    spec: { template: { metadata: { annotations: { [RESTARTED]: at } } } },
  };
}

/** A container of a template with its image. */
export interface TemplateImage {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
}

/** The containers of a template, main ones first. */
export function templateImages(object: unknown): readonly TemplateImage[] {
  const read = (path: string, init: boolean) =>
    listAt(object, `spec.template.spec.${path}`).map((container) => ({
      name: textAt(container, 'name'),
      image: textAt(container, 'image'),
      init,
    }));
  return [...read('containers', false), ...read('initContainers', true)];
}

interface ImageChange {
  readonly images: readonly TemplateImage[];
  /** "": the annotation stays as it is */
  readonly cause: string;
  /** nothing is rolled out until somebody resumes it */
  readonly pause: boolean;
}

/** The strategic merge patch that gives containers other images. */
export function imagesPatch({ images, cause, pause }: ImageChange): object {
  const of = (init: boolean) => images.filter((each) => each.init === init).map(({ name, image }) => ({ name, image }));
  const [containers, initContainers] = [of(false), of(true)];
  return {
    ...causePatch(cause),
    spec: {
      ...(pause ? { paused: true } : {}),
      template: {
        spec: {
          ...(containers.length === 0 ? {} : { containers }),
          ...(initContainers.length === 0 ? {} : { initContainers }),
        },
      },
    },
  };
}

/**
 * The JSON patch of `kubectl rollout undo`: the template of another revision in place of the present one, with its change-cause. It is
 * refused by another object of the same name. A paused Deployment goes on with it.
 */
export function undoPatch(
  workload: KubeObject,
  { template, cause }: Pick<WholeRevision, 'template' | 'cause'>,
): readonly object[] {
  const { annotations, uid } = workload.metadata;
  const path = `/metadata/annotations/${CHANGE_CAUSE.replace('/', '~1')}`;
  const annotated =
    cause === undefined
      ? annotations?.[CHANGE_CAUSE] === undefined
        ? []
        : [{ op: 'remove', path }]
      : annotations === undefined
        ? [{ op: 'add', path: '/metadata/annotations', value: { [CHANGE_CAUSE]: cause } }]
        : [{ op: 'add', path, value: cause }];
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'replace', path: '/spec/template', value: template },
    ...(textAt(workload, 'spec.paused') === 'true' ? [{ op: 'remove', path: '/spec/paused' }] : []),
    ...annotated,
  ];
}

/** The merge patch of a Deployment's strategy; what is left empty is the server's default again. */
export function strategyPatch({ type, maxSurge, maxUnavailable }: Strategy): object {
  const rollingUpdate =
    type === 'Recreate' ? null : { maxSurge: numberOrShare(maxSurge), maxUnavailable: numberOrShare(maxUnavailable) };
  return { spec: { strategy: { type, rollingUpdate } } };
}

/** intstr.IntOrString; null takes it away. */
function numberOrShare(text: string): number | string | null {
  return text === '' ? null : /^\d+$/.test(text) ? Number(text) : text;
}
