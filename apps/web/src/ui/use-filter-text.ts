import { useEffect, useRef, useState } from 'react';

/** The address follows the keys at this distance: a history of single letters is of use to nobody. */
const ADDRESS_DELAY_MS = 250;

/** The text of the filter: takes effect at once, reaches the address a little later, and follows the address when that changes. */
export function useFilterText(inAddress: string, toAddress: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(inAddress);
  const sent = useRef(inAddress);
  const send = useRef(toAddress);
  useEffect(() => {
    send.current = toAddress;
  });

  useEffect(() => {
    // the echo of what was typed here must not undo what has been typed since
    if (inAddress === sent.current) return;
    sent.current = inAddress;
    setText(inAddress);
  }, [inAddress]);

  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      send.current(text);
    }, ADDRESS_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return [text, setText];
}
