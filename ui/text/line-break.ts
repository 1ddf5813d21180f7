// Breaks a text into lines: between words, and between Chinese and Japanese characters as long as no line begins or ends with what must
// not stand there (kinsoku; JIS X 4051 and the Unicode line breaking algorithm, UAX #14).

/** Broken between any two: ideographs, kana and their punctuation. Korean is broken between words. */
const breakable = /[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\u{20000}-\u{3ffff}]/u;

/** No line begins with these: closing marks, small kana, the long vowel and repetition. */
const neverFirst = new Set(
  '、。，．・：；？！‥…ー～〜゛゜ヽヾゝゞ々〻）〕］｝〉》」』】〙〗％ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ,.:;?!)]}%',
);
/** No line ends with these: opening marks. */
const neverLast = new Set('（〔［｛〈《「『【〘〖([{¥￥＄$');

/** What stays together. */
interface Piece {
  readonly text: string;
  /** Whether a space stands before it within a line. */
  readonly spaced: boolean;
}

function mayBreak(before: string, after: string): boolean {
  if (!breakable.test(before) && !breakable.test(after)) return false;
  return !neverFirst.has(after) && !neverLast.has(before);
}

function piecesOf(word: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let before = '';
  for (const character of word) {
    if (before !== '' && mayBreak(before, character)) {
      pieces.push({ text, spaced: pieces.length === 0 });
      text = '';
    }
    text += character;
    before = character;
  }
  pieces.push({ text, spaced: pieces.length === 0 });
  return pieces;
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('');
}

/** As many lines as it takes, each as long as `fits` allows; a piece that does not fit alone has a line of its own. */
export function brokenLines(text: string, fits: (line: string) => boolean, mostLines: number): readonly string[] {
  const pieces = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap(piecesOf);
  const lines: string[] = [];
  let begin = 0;
  for (let end = 1; end <= pieces.length; end += 1) {
    if (lines.length === mostLines - 1) return [...lines, joined(pieces.slice(begin))];
    const goesOn = end < pieces.length && fits(joined(pieces.slice(begin, end + 1)));
    if (goesOn) continue;
    lines.push(joined(pieces.slice(begin, end)));
    begin = end;
  }
  return lines;
}
