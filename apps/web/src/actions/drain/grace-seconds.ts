/** Seconds to shut down that a person may ask for; "": as each pod says itself. Not 0: that would be a deletion without the node's word. */
export const isGraceSeconds = (text: string): boolean => /^(?:[1-9]\d{0,5})?$/.test(text);
