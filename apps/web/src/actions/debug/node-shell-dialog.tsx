import { NativeSelect, TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';

import { textAt } from '../../api/read-field.ts';
import { makeThrowAwayPod } from '../../api/throw-away.ts';
import { useConfig } from '../../api/use-config.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { type ActionFault, defineDialog } from '../define-action.ts';
import { shellWord } from '../kubectl-command.ts';
import classes from './fields.module.css';
import { type DialogFormProps, forOne } from './for-one.tsx';
import { ImageField, isImage, useDebugImage } from './image-field.tsx';
import { LeftOver } from './left-over.tsx';
import { openWhenClosed } from './open-when-closed.ts';
import { isPodName } from './pod-name.ts';
import { randomSuffix } from './random-suffix.ts';
import { NODE_COMMANDS, NODE_WAYS, type NodeWay, nodeShellPod } from './throw-away-manifest.ts';
import { type Blockable, podRight, useMissingRight, useSettled } from './use-settled.ts';
import { useTargetObject } from './use-target-object.ts';

interface NodeShellInput extends Blockable {
  readonly name: string;
  readonly namespace: string;
  readonly image: string | null;
  readonly way: NodeWay;
  /** the node's name, typed by the person */
  readonly consent: string;
}

const PODS = { group: '', version: 'v1', resource: 'pods' };

function NodeShellForm({ target, value, onChange }: DialogFormProps<NodeShellInput>) {
  const t = useWords('debug');
  const { cluster, name: node } = target.ref;
  const { namespace } = value;
  const isOn = useConfig().data?.nodeShell;
  const configured = useDebugImage();
  const { object } = useTargetObject(target);
  const os = object?.metadata.labels?.['kubernetes.io/os'] || textAt(object, 'status.nodeInfo.operatingSystem');
  const missing = useMissingRight(
    cluster,
    isPodName(namespace) ? [podRight(namespace, 'create'), podRight(namespace, 'create', 'attach')] : [],
  );
  useSettled(value, onChange, {
    block: blockOf(isOn, os) ?? missing,
    ...(value.image === null && configured !== undefined ? { image: configured } : {}),
  });
  return (
    <div className={classes.fields}>
      <p className={classes.strong}>{t('nodeShell.reach', { node: safeText(node) })}</p>
      <div className={classes.pair}>
        <TextInput
          label={t('namespace')}
          className={classes.mono}
          value={namespace}
          error={isPodName(namespace) ? undefined : t('nameFault')}
          onChange={({ currentTarget }) => onChange({ ...value, namespace: currentTarget.value.trim() })}
        />
        <ImageField value={value.image} onChange={(image) => onChange({ ...value, image })} />
      </div>
      <NativeSelect
        label={t('nodeShell.way')}
        description={t(`way.${value.way}`)}
        value={value.way}
        data={NODE_WAYS.map((way) => ({
          value: way,
          label: NODE_COMMANDS[way].join(' ') || t('imagesOwn'),
        }))}
        onChange={({ currentTarget }) =>
          onChange({ ...value, way: NODE_WAYS.find((one) => one === currentTarget.value) ?? 'chroot' })
        }
      />
      <TextInput
        label={t('nodeShell.consent', { node: safeText(node) })}
        className={classes.mono}
        value={value.consent}
        spellCheck={false}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ ...value, consent: currentTarget.value })}
      />
      <LeftOver cluster={cluster} namespace={isPodName(namespace) ? namespace : ''} />
    </div>
  );
}

function blockOf(isOn: boolean | undefined, os: string): ActionFault | undefined {
  if (isOn === false) return { key: 'debug:nodeShell.off' };
  if (os === 'windows') return { key: 'debug:nodeShell.windows' };
  return undefined;
}

/** `kubectl debug node/NAME --profile=sysadmin`, deleted at the end (TUT-48). */
export const dialog = defineDialog<NodeShellInput>({
  says: { title: 'debug:nodeShell.title', proceed: 'debug:nodeShell.proceed' },
  movesFocus: true,
  dryRun: true,
  form: {
    initial: ([target]) => ({
      name: `${`node-debugger-${target?.ref.name ?? ''}`.replaceAll('.', '-').slice(0, 56)}-${randomSuffix()}`,
      namespace: 'default',
      image: null,
      way: 'chroot',
      consent: '',
    }),
    view: forOne(NodeShellForm),
    fault: ({ block, image, namespace, consent }, [target]) => {
      const isWhole = image !== null && isImage(image) && isPodName(namespace) && consent === target?.ref.name;
      return block ?? (isWhole ? undefined : { key: 'debug:incomplete', quiet: true });
    },
  },
  plan: ([target], { name, namespace }) => ({
    key: 'debug:nodeShell.plan',
    values: { node: target?.ref.name, name, namespace },
  }),
  run: async ({ ref: { cluster, name: node } }, api, { name, namespace, image, way }) => {
    const manifest = nodeShellPod({ name, node, image: image ?? '', way });
    if (api.isTrial) {
      await api.request(apiPath(PODS, { namespace }), { method: 'POST', body: JSON.stringify(manifest) });
      return;
    }
    const { id, uid } = await makeThrowAwayPod(cluster, namespace, manifest);
    openWhenClosed({
      cluster,
      namespace,
      pod: name,
      podUid: uid,
      container: 'debugger',
      command: null,
      mode: 'attach',
      title: node,
      waitForStart: true,
      throwAway: id,
    });
  },
  kubectl: ({ ref: { name: node } }, { namespace, image, way }) =>
    [
      'kubectl',
      'debug',
      `node/${node}`,
      '-n',
      namespace,
      '-it',
      `--image=${image ?? ''}`,
      '--profile=sysadmin',
      ...(NODE_COMMANDS[way].length === 0 ? [] : ['--', ...NODE_COMMANDS[way]]),
    ]
      .map(shellWord)
      .join(' '),
});
