/** Runs something soon, once per picture; the returned function calls it off. */
export type Schedule = (run: () => void) => () => void;

const HIDDEN_TAB_MS = 400;

/** The next animation frame; in a hidden tab, where there is none, a moment later. */
export const nextPicture: Schedule = (run) => {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const once = () => {
    cancel();
    run();
  };
  frame = requestAnimationFrame(once);
  timer = setTimeout(once, HIDDEN_TAB_MS);
  return cancel;
};
