import { useTranslation } from 'react-i18next';
import classes from './health-mark.module.css';
import { safeText } from './safe-text.ts';

// Shapes differ as much as colours do: nothing is said by colour alone (WCAG 1.4.1). Drawn, since glyphs differ by font.
const SHAPES = {
  ok: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  progressing: (
    <>
      <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" />
    </>
  ),
  warning: <path d="M6 1.2 11.2 10.4H.8z" fill="currentColor" />,
  failed: <path d="M2.4 2.4l7.2 7.2M9.6 2.4l-7.2 7.2" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
  stopped: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  unknown: (
    <path
      d="M4.2 4.4a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M6 9.7v.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
    />
  ),
} as const;

/**
 * Health as a shape, a colour and a word. `label` is the word beside it (the cluster's own status, say); without one the mark
 * stands alone and the word is for screen readers.
 */
export function HealthMark({ health, label }: { readonly health: keyof typeof SHAPES; readonly label?: string }) {
  const { t } = useTranslation('app');
  const word = t(`health.${health}`);
  return (
    <span className={classes.mark} data-health={health}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className={classes.shape}>
        {SHAPES[health]}
      </svg>
      {label === undefined ? (
        <span className={classes.hidden}>{word}</span>
      ) : (
        <span className={classes.label} title={safeText(label)}>
          {safeText(label)}
        </span>
      )}
    </span>
  );
}
