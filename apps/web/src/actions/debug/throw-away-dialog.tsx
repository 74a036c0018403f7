import { TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';

import { listAt, textAt } from '../../api/read-field.ts';
import { makeThrowAwayPod } from '../../api/throw-away.ts';
import { readCommand, type TypedCommand } from '../../ui/argv.ts';
import { CommandField } from '../../ui/command-field.tsx';
import { useWords } from '../../ui/use-words.ts';
import { type ActionTarget, defineDialog } from '../define-action.ts';
import { shellWord } from '../kubectl-command.ts';
import classes from './fields.module.css';
import { type DialogFormProps, forOne } from './for-one.tsx';
import { ImageField, isImage, useDebugImage } from './image-field.tsx';
import { LeftOver } from './left-over.tsx';
import { openWhenClosed } from './open-when-closed.ts';
import { isPodName } from './pod-name.ts';
import { randomSuffix } from './random-suffix.ts';
import { throwAwayPod } from './throw-away-manifest.ts';
import { type Blockable, podRight, useMissingRight, useSettled } from './use-settled.ts';

interface ThrowAwayInput extends Blockable {
  readonly namespace: string;
  readonly name: string;
  readonly image: string | null;
  readonly command: TypedCommand;
  /** "": the scheduler chooses */
  readonly node: string;
}

const PODS = { group: '', version: 'v1', resource: 'pods' };
const NODES = '/api/v1/nodes?limit=500';
const TABLE_LESS = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

function ThrowAwayForm({ target, value, onChange }: DialogFormProps<ThrowAwayInput>) {
  const t = useWords('debug');
  const { cluster } = target.ref;
  const { namespace } = value;
  const configured = useDebugImage();
  const missing = useMissingRight(
    cluster,
    isPodName(namespace) ? [podRight(namespace, 'create'), podRight(namespace, 'create', 'attach')] : [],
  );
  const nodes = useNodeNames(cluster);
  useSettled(value, onChange, {
    block: missing,
    ...(value.image === null && configured !== undefined ? { image: configured } : {}),
  });
  const text = (field: 'name' | 'namespace' | 'node', more: { list?: string; placeholder?: string } = {}) => (
    <TextInput
      label={t(field)}
      className={classes.mono}
      value={value[field]}
      spellCheck={false}
      autoComplete="off"
      error={field === 'node' || isPodName(value[field]) ? undefined : t('nameFault')}
      onChange={({ currentTarget }) => onChange({ ...value, [field]: currentTarget.value.trim() })}
      {...more}
    />
  );
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        {text('name')}
        {text('namespace')}
      </div>
      <div className={classes.pair}>
        <ImageField value={value.image} onChange={(image) => onChange({ ...value, image })} />
        {text('node', { list: 'throw-away-nodes', placeholder: t('throwAway.anyNode') })}
      </div>
      <datalist id="throw-away-nodes">
        {nodes.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <CommandField
        label={t('command')}
        placeholder={t('imagesOwn')}
        value={value.command}
        onChange={(command) => onChange({ ...value, command })}
      />
      {value.node === '' ? null : <p className={classes.note}>{t('throwAway.pinned')}</p>}
      <LeftOver cluster={cluster} namespace={isPodName(namespace) ? namespace : ''} />
    </div>
  );
}

/** For the field's proposals; who may not list nodes types the name. */
function useNodeNames(cluster: string): readonly string[] {
  const { data } = useQuery({
    queryKey: ['node-names', cluster],
    queryFn: async ({ signal }) =>
      listAt(await k8sJson<unknown>(cluster, NODES, { signal, headers: { accept: TABLE_LESS } }), 'items').map((node) =>
        textAt(node, 'metadata.name'),
      ),
    staleTime: 60_000,
    retry: false,
  });
  return data ?? [];
}

function initialOf({ ref }: ActionTarget): ThrowAwayInput {
  const kind = ref.resource.resource;
  const isNode = ref.resource.group === '' && kind === 'nodes';
  const isNamespace = ref.resource.group === '' && kind === 'namespaces';
  return {
    namespace: isNamespace ? ref.name : (ref.namespace ?? 'default'),
    name: `debug-${randomSuffix()}`,
    image: null,
    command: { text: '', throughShell: false },
    node: isNode ? ref.name : '',
  };
}

/** `kubectl run -it --rm`: a pod for a moment, with a terminal (OPS-109, TUT-31). */
export const dialog = defineDialog<ThrowAwayInput>({
  says: { title: 'debug:throwAway.title', proceed: 'debug:throwAway.proceed' },
  makesNew: true,
  movesFocus: true,
  dryRun: true,
  form: {
    initial: ([target]) =>
      target === undefined
        ? { namespace: '', name: '', image: null, command: { text: '', throughShell: false }, node: '' }
        : initialOf(target),
    view: forOne(ThrowAwayForm),
    fault: ({ block, image, name, namespace, command }) => {
      const isWhole = image !== null && isImage(image) && isPodName(name) && isPodName(namespace);
      if (block !== undefined) return block;
      return isWhole && readCommand(command).fault === undefined ? undefined : { key: 'debug:incomplete', quiet: true };
    },
  },
  plan: (_targets, { name, namespace, image, node }) => ({
    key: node === '' ? 'debug:throwAway.plan' : 'debug:throwAway.planNode',
    values: { name, namespace, image, node },
  }),
  run: async ({ ref: { cluster } }, api, { name, namespace, image, command, node }) => {
    const manifest = throwAwayPod({ name, image: image ?? '', argv: readCommand(command).argv, node });
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
      container: name,
      command: null,
      mode: 'attach',
      title: name,
      waitForStart: true,
      throwAway: id,
    });
  },
  kubectl: (_target, { name, namespace, image, command, node }) => {
    const { argv } = readCommand(command);
    const overrides = JSON.stringify({ spec: { nodeName: node } });
    return [
      'kubectl',
      'run',
      name,
      '-n',
      namespace,
      '-it',
      '--rm',
      '--restart=Never',
      `--image=${image ?? ''}`,
      ...(node === '' ? [] : [`--overrides=${overrides}`]),
      ...(argv.length === 0 ? [] : ['--', ...argv]),
    ]
      .map(shellWord)
      .join(' ');
  },
});
