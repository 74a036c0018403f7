import { TextInput } from '@mantine/core';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { type DialogFormProps, forOne } from '../debug/for-one.tsx';
import { isImage } from '../debug/image-field.tsx';
import { useSettled } from '../debug/use-settled.ts';
import { useTargetObject } from '../debug/use-target-object.ts';
import { defineDialog } from '../define-action.ts';
import { CauseFields } from './cause-fields.tsx';
import { causeCommand, rolloutCommand } from './rollout-command.ts';
import { imagesPatch, type TemplateImage, templateImages } from './template-patches.ts';
import { writeRollout } from './write-rollout.ts';

interface SetImageInput {
  /** as the cluster has them; undefined: still being read */
  readonly present: readonly TemplateImage[] | undefined;
  /** by the container's name */
  readonly typed: Readonly<Record<string, string>>;
  readonly cause: string;
  readonly pause: boolean;
}

function SetImageForm({ target, value, onChange }: DialogFormProps<SetImageInput>) {
  const t = useWords('rollout');
  const { object, error } = useTargetObject(target);
  useSettled(value, onChange, object === undefined ? {} : { present: templateImages(object) });
  if (error !== undefined) return <ProblemView problem={problemOfError(error)} compact />;
  return (
    <div className={classes.fields}>
      {(value.present ?? []).map(({ name, image, init }) => {
        const text = value.typed[name] ?? image;
        return (
          <TextInput
            key={name}
            className={classes.mono}
            label={t(init ? 'image.ofInit' : 'image.of', { name: safeText(name) })}
            description={text === image ? undefined : t('image.before', { image: safeText(image) })}
            value={text}
            spellCheck={false}
            autoComplete="off"
            error={isImage(text) ? undefined : t('image.fault')}
            onChange={({ currentTarget }) =>
              onChange({ ...value, typed: { ...value.typed, [name]: currentTarget.value.trim() } })
            }
          />
        );
      })}
      <CauseFields target={target} value={value} onChange={onChange} />
    </div>
  );
}

/** The images that are another than before. */
function changed({ present = [], typed }: SetImageInput): readonly TemplateImage[] {
  return present.flatMap((each) => {
    const image = typed[each.name] ?? each.image;
    return image === each.image ? [] : [{ ...each, image }];
  });
}

/** Other images in the template of a workload: a rolling update begins (OPS-093, TUT-21). */
export const setImageDialog = defineDialog<SetImageInput>({
  says: { title: 'rollout:image.title', proceed: 'rollout:image.proceed' },
  dryRun: true,
  form: {
    initial: () => ({ present: undefined, typed: {}, cause: '', pause: false }),
    view: forOne(SetImageForm),
    fault: (input) => {
      const images = changed(input);
      return images.length === 0 || images.some(({ image }) => !isImage(image))
        ? { key: 'rollout:image.nothing', quiet: true }
        : undefined;
    },
  },
  plan: ([target], input) => ({
    key: input.pause ? 'rollout:image.planPaused' : 'rollout:image.plan',
    values: {
      name: target?.ref.name,
      images: changed(input)
        .map(({ image }) => image)
        .join(', '),
    },
  }),
  run: (target, api, input) =>
    writeRollout(
      target,
      api,
      'strategic',
      imagesPatch({ images: changed(input), cause: input.cause.trim(), pause: input.pause }),
    ),
  kubectl: ({ ref }, input) =>
    [
      ...(input.pause ? [rolloutCommand(['rollout', 'pause'], ref)] : []),
      rolloutCommand(['set', 'image'], ref, ...changed(input).map(({ name, image }) => `${name}=${image}`)),
      ...causeCommand(ref, input.cause.trim()),
    ].join(' && '),
});
