import type { Problem } from '@quarterdeck/shared/problem';
import { type RefObject, useCallback, useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { writeYaml } from '../../api/writes/write-yaml.ts';
import type { YamlEditorHandle } from '../../ui/yaml-editor/create-editor.ts';
import { type Brought, type Dropped, joined, kustomizationsIn, manifestText, readDropped } from './bring-files.ts';
import { fetchManifest } from './fetch-manifest.ts';
import { buildKustomization } from './kustomize/build.ts';
import type { FileSet } from './kustomize/file-set.ts';
import { KustomizeError } from './kustomize/kustomize-error.ts';

/** What is to be said of the files that were brought last. */
export interface BroughtState {
  /** how many files went into the text */
  readonly taken: number;
  readonly others: readonly string[];
  readonly tooLarge: readonly string[];
  readonly cut: boolean;
  /** the folder that was built; undefined: no kustomization */
  readonly built: string | undefined;
  /** folders of which one has to be chosen */
  readonly choices: readonly string[];
  readonly fault: KustomizeError | undefined;
}

/** Puts files, folders and what is fetched into the editor, behind what stands there; a kustomization as what it builds. */
export function useBrought(cluster: string, editor: RefObject<YamlEditorHandle | null>, edited: () => void) {
  const [state, setState] = useState<BroughtState>();
  const [files, setFiles] = useState<FileSet>(new Map());
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setIsBusy] = useState(false);

  const put = (text: string, from?: string): void => {
    const before = editor.current?.text() ?? '';
    const isFirst = before.trim() === '';
    editor.current?.setText(isFirst && from === undefined ? text : joined(isFirst ? '' : before, text, from));
    edited();
  };

  const build = async (
    set: FileSet,
    folder: string,
    brought: Omit<BroughtState, 'built' | 'choices' | 'fault'>,
  ): Promise<void> => {
    try {
      const objects = await buildKustomization(set, folder);
      const text = objects.map((object) => writeYaml(object)).join('---\n');
      put(text, `kustomize build ${folder === '' ? '.' : folder}`);
      setState({ ...brought, built: folder === '' ? '.' : folder, choices: [], fault: undefined });
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error;
      setState({ ...brought, built: undefined, choices: [], fault: error });
    }
  };

  const takeFiles = async ({ files: set, tooLarge, cut }: Brought): Promise<void> => {
    setFiles(set);
    const choices = kustomizationsIn(set);
    const [folder, second] = choices;
    const common = { taken: set.size, tooLarge, cut, others: [] };
    if (folder !== undefined && second === undefined) return build(set, folder, common);
    if (second !== undefined) return setState({ ...common, built: undefined, choices, fault: undefined });
    const { text, others } = manifestText(set);
    if (text !== '') put(text);
    setState({ ...common, taken: set.size - others.length, others, built: undefined, choices: [], fault: undefined });
  };

  const guarded = async (work: () => Promise<void>): Promise<boolean> => {
    setIsBusy(true);
    setProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(problemOfError(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  };

  return {
    state,
    problem,
    isBusy,
    take: (dropped: readonly Dropped[]) => guarded(async () => takeFiles(await readDropped(dropped))),
    choose: (folder: string) =>
      guarded(() => build(files, folder, { taken: files.size, others: [], tooLarge: [], cut: false })),
    fetch: (url: string) =>
      guarded(async () => {
        const { text, url: from } = await fetchManifest(cluster, url);
        put(text, from);
        setState(undefined);
      }),
    clear: useCallback(() => {
      setState(undefined);
      setProblem(undefined);
    }, []),
  };
}
