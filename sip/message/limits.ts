// How much of one message is read before it is refused. All reading is linear in these.

/** RFC 3261 §18.1.1 asks for 65,535 over any transport. */
export const maximumMessageBytes = 65_536;
/** Longest start line or header field, folds included. */
export const maximumLineBytes = 16_384;
export const maximumHeaderFields = 256;
/** Values of one strict list field (Via): more hops than Max-Forwards allows are nobody's honest route. */
export const maximumVias = 128;
