// What a person takes for one character (UAX #29 §3.1.1), for the cursor. Node's own `Intl.Segmenter` makes a list of all languages first,
// which is 2 MB for as long as the phone runs. Without rules GB9b and GB9c: the parts of an Indian conjunct are steps of their own.

const spacing = '\\p{Mc}\\u0e33\\u0eb3';
const extend = `\\p{Grapheme_Extend}\\p{Emoji_Modifier}\\u200d${spacing}`;
const emoji = `\\p{Extended_Pictographic}(?:[\\p{Grapheme_Extend}\\p{Emoji_Modifier}]*\\u200d\\p{Extended_Pictographic})*`;
/** Leading consonants, vowels, trailing consonants; syllables without a trailing one, of which there is one in 28, and with. */
const hangul = {
  l: '[\\u1100-\\u115f\\ua960-\\ua97c]',
  v: '[\\u1160-\\u11a7\\ud7b0-\\ud7c6]',
  t: '[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]',
  lv: `[${Array.from({ length: 399 }, (_, index) => String.fromCharCode(0xac00 + 28 * index)).join('')}]`,
  syllable: '[\\uac00-\\ud7a3]',
};
const { l, v, t, lv, syllable } = hangul;
const syllables = `${l}*(?:${lv}${v}*|${syllable}|${v}+)${t}*|${l}+|${t}+`;
const controls = '\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}';
/** Joiners, signs before a number, and the letters of a flag are no controls. */
const control = `\\r\\n|(?![\\u200c\\u200d\\u0600-\\u0605\\u06dd\\u070f\\u{e0020}-\\u{e007f}])[${controls}]`;

let pattern: RegExp | undefined;

/** Together they are the text. */
export function graphemes(text: string): readonly string[] {
  pattern ??= new RegExp(`${control}|(?:\\p{Regional_Indicator}{2}|${emoji}|${syllables}|[^])[${extend}]*`, 'gu');
  return text.match(pattern) ?? [];
}
