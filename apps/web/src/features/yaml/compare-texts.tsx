import { useWords } from '../../ui/use-words.ts';
import { DiffView } from '../../ui/write-review/diff-view.tsx';

interface LabelledText {
  readonly label: string;
  readonly text: string;
}

export interface CompareTextsProps {
  readonly before: LabelledText;
  readonly after: LabelledText;
}

/** Two texts and what differs; loaded lazily, hence the default export. */
export default function CompareTexts({ before, after }: CompareTextsProps) {
  const t = useWords('writes');
  const labels = { before: before.label, after: after.label };
  return <DiffView before={before.text} after={after.text} t={t} labels={labels} />;
}
