import type { ScalarTag, Tags } from 'yaml';

/** Go's reader takes 0o12 for a number, which YAML 1.1 does not have. */
const OCTAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text) => {
    const digits = Number.parseInt(text.replace(/^[-+]?0o|_/g, ''), 8);
    return text.startsWith('-') ? -digits : digits;
  },
};

/** It knows no base 60, and dates and binary reach an object as the texts that they are. */
function likeGo(tags: Tags): Tags {
  const kept = tags.filter(
    (tag) =>
      typeof tag === 'string' || (tag.format !== 'TIME' && !/:(?:timestamp|binary|omap|pairs|set)$/.test(tag.tag)),
  );
  return [OCTAL, ...kept];
}

/** The API server reads YAML 1.1 booleans and numbers (sigs.k8s.io/yaml). Of keys that stand twice the last one counts. */
export const YAML_OPTIONS = {
  version: '1.1',
  schema: 'yaml-1.1',
  customTags: likeGo,
  merge: true,
  uniqueKeys: false,
} as const;
