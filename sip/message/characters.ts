// Character classes of the SIP grammar (RFC 3261 §25.1) as a bit table, so that scanning is one array read per character.

export const tokenClass = 1;
export const digitClass = 2;
/** What an unquoted parameter value may hold: token, host, IPv6 reference, and what Call-IDs bring along (RFC 3891 §6.1). */
export const valueClass = 4;
export const hostClass = 8;
/** user = unreserved / user-unreserved; `#` is not in the grammar but dialled everywhere. */
export const userClass = 16;
/** password */
export const passwordClass = 32;
/** paramchar of a SIP URI */
export const uriParameterClass = 64;
/** hname and hvalue of a SIP URI */
export const uriHeaderClass = 128;

const table = new Uint8Array(128);

function add(bit: number, characters: string): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    table[code] = (table[code] ?? 0) | bit;
  }
}

const digits = '0123456789';
const alphanumeric = `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ${digits}`;
const unreserved = `${alphanumeric}-_.!~*'()`;
add(digitClass, digits);
add(tokenClass, `${alphanumeric}-.!%*_+\`'~`);
add(valueClass, `${alphanumeric}-.!%*_+\`'~[]:/@?&$#(){}=`);
add(hostClass, `${alphanumeric}-._`);
add(userClass, `${unreserved}&=+$,;?/#`);
add(passwordClass, `${unreserved}&=+$,`);
add(uriParameterClass, `${unreserved}[]/:&+$`);
add(uriHeaderClass, `${unreserved}[]/?:+$`);

export function isClass(code: number, bits: number): boolean {
  return code < 128 && ((table[code] ?? 0) & bits) !== 0;
}

/** Whether the text is not empty and all of the class. */
export function isAllOf(text: string, bits: number): boolean {
  for (let i = 0; i < text.length; i++) {
    if (!isClass(text.charCodeAt(i), bits)) return false;
  }
  return text.length > 0;
}

export function isToken(text: string): boolean {
  return isAllOf(text, tokenClass);
}

/** SP or HTAB; line folds are gone by the time anything is scanned. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** `String.trim` would also take away what UTF-8 calls a space. */
export function trimBlanks(text: string, start: number = 0, end: number = text.length): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** A decimal number no larger than `maximum`; undefined for anything else. Leading zeros are allowed (RFC 4475 §3.1.1.1). */
export function parseDecimal(text: string, maximum: number): number | undefined {
  if (text.length > 64 || !isAllOf(text, digitClass)) return undefined;
  const value = Number(text);
  return value <= maximum ? value : undefined;
}
