import { type RefObject, useEffect, useRef } from 'react';

/** The newest of a value that effects may use without depending on it. */
export function useLatest<T>(value: T): RefObject<T> {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}
