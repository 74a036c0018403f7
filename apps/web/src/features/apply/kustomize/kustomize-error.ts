/** What a kustomization cannot be built for; the words stand in i18n namespace "apply", under "kustomize". */
export type KustomizeFault =
  | 'notYaml'
  | 'noFile'
  | 'outside'
  | 'remote'
  | 'unknownField'
  | 'unsupported'
  | 'noKustomization'
  | 'cycle'
  | 'noTarget'
  | 'badPatch'
  | 'badEntry'
  | 'twice'
  | 'ambiguous';

/** Why a kustomization was not built: a code for the person's language, and what stands in the sentence. */
export class KustomizeError extends Error {
  readonly fault: KustomizeFault;
  readonly values: Readonly<Record<string, string>>;
  constructor(fault: KustomizeFault, values: Readonly<Record<string, string>> = {}) {
    super(`${fault} ${JSON.stringify(values)}`);
    this.name = 'KustomizeError';
    this.fault = fault;
    this.values = values;
  }
}
