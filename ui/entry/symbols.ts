// Characters that no letter key carries: those of key 1, and the table that `*` opens.

export const keyOneSymbols = ".,-@'1_/:;!?&";

/** In the order of the table; what names, addresses and passwords need first. */
export const symbols: readonly string[] = [...'.,-_@/:;+*#&()\'"!?=%$€£§<>[]{}|\\^~`°¿¡'];
