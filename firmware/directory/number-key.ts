// Finding whose number it is, although it is written in many ways: +49 30 …, 0049 30 …, 030 …, 1002@example.com.

/** So many last digits tell a subscriber from all others of a country; fewer than this must agree as a whole. */
const significantDigits = 8;

/** What two ways of writing one number have in common. */
export function exactKey(number: string): string {
  // Most are already as they should be, and there may be thousands.
  if (/^\d+$/.test(number)) return number;
  const text = number
    .trim()
    .toLowerCase()
    .replace(/^(sips?|tel):/, '');
  if (!/^[+\d*#][\d\s().\-/*#+,]*(@.*)?$/.test(text)) return text;
  const bare = (text.split('@')[0] ?? '').replace(/[^\d*#]/g, '');
  return text.startsWith('+') ? `00${bare}` : bare;
}

/** The end of a long number, which stays whatever is dialled before it; undefined for a short one or an address. */
export function endKey(number: string): string | undefined {
  return endOf(exactKey(number));
}

/** The same of what is a key already. */
export function endOf(key: string): string | undefined {
  return /^\d+$/.test(key) && key.length >= significantDigits ? key.slice(-significantDigits) : undefined;
}
