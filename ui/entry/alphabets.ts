// Which letters the digit keys carry, by alphabet: Latin of ITU-T E.161, the others as ETSI ES 202 130 puts them on keys.

export type AlphabetName = 'latin' | 'greek' | 'russian' | 'ukrainian' | 'hebrew';

/** Small letters of the keys 2 to 9. */
type KeyLetters = readonly [string, string, string, string, string, string, string, string];

export interface Alphabet {
  readonly keys: KeyLetters;
  readonly hasCases: boolean;
  /** Rows of an on-screen keyboard; at most 11 letters each. */
  readonly rows: readonly [string, string, string];
}

export const alphabets: Readonly<Record<AlphabetName, Alphabet>> = {
  latin: {
    keys: ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'],
    hasCases: true,
    rows: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  },
  greek: {
    keys: ['αβγ', 'δεζ', 'ηθι', 'κλμ', 'νξο', 'πρσς', 'τυφ', 'χψω'],
    hasCases: true,
    rows: ['ςερτυθιοπ', 'ασδφγηξκλ', 'ζχψωβνμ'],
  },
  russian: {
    keys: ['абвг', 'деёжз', 'ийкл', 'мноп', 'рсту', 'фхцч', 'шщъы', 'ьэюя'],
    hasCases: true,
    rows: ['йцукенгшщзх', 'фывапролджэ', 'ячсмитьбюъё'],
  },
  ukrainian: {
    keys: ['абвгґ', 'деєжз', 'иіїйкл', 'мноп', 'рсту', 'фхцч', 'шщ', 'ьюя'],
    hasCases: true,
    rows: ['йцукенгшщзх', 'фівапролджє', 'ячсмитьбюїґ'],
  },
  hebrew: {
    keys: ['דהו', 'אבג', 'מםנן', 'יכךל', 'זחט', 'רשת', 'צץק', 'סעפף'],
    hasCases: false,
    rows: ['קראטוןםפ', 'שדגכעיחלךף', 'זסבהנמצתץ'],
  },
};

/** Accented letters that a language writes, in the order of their frequency; by BCP 47 tag. */
const accents: Readonly<Record<string, string>> = {
  cs: 'áčďéěíňóřšťúůýž',
  de: 'äöüß',
  es: 'ñáéíóúü',
  fi: 'äöå',
  fr: 'éèàçêôùâîëïûœ',
  hu: 'áéíóöőúüű',
  it: 'àèéìòù',
  pl: 'ąćęłńóśźż',
  pt: 'ãáâàçéêíóôõú',
  sk: 'áäčďéíľĺňóôŕšťúýž',
};

/** What a Latin key carries beyond its language, for names from elsewhere. */
const furtherAccents = ['àáâãäåæąćçč', 'ďđèéêëęě', 'ìíîïğ', 'ľĺł', 'ñńňòóôõöøőœ', 'ŕřśšßș', 'ťțùúûüůű', 'ýÿźżž'];

const nativeAlphabets: Readonly<Record<string, AlphabetName>> = { ru: 'russian', uk: 'ukrainian', he: 'hebrew', el: 'greek' };

/** The alphabet beside the Latin one; undefined: the language is written in that. */
export function nativeAlphabet(language: string): AlphabetName | undefined {
  return nativeAlphabets[language];
}

/** Accented letters that a language has. */
export function accentsOf(language: string): string {
  return accents[language] ?? '';
}

/** `ä`: `a`. Marks of any alphabet go, what stays is what a key carries. */
export function bare(letter: string): string {
  return specials[letter] ?? letter.normalize('NFD').replace(/\p{M}+/gu, '');
}

const specials: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ё: 'е',
};

/** Letters that a key goes through, its own and accented ones of the language first, then its digit, then accents of other languages. */
export function lettersOfKey(key: string, name: AlphabetName, language: string): string {
  const index = Number(key) - 2;
  const own = alphabets[name].keys[index];
  if (own === undefined) return '';
  if (name !== 'latin') return own + key;
  const ofLanguage = [...accentsOf(language)].filter((letter) => own.includes(bare(letter).charAt(0))).join('');
  const further = [...(furtherAccents[index] ?? '')].filter((letter) => !ofLanguage.includes(letter)).join('');
  return own + ofLanguage + key + further;
}

const digits = new Map<string, string>();
for (const { keys } of Object.values(alphabets)) {
  keys.forEach((letters, index) => {
    for (const letter of letters) digits.set(bare(letter), String(index + 2));
  });
}

/** The key of a bare small letter, or of a digit; undefined: no key carries it. */
export function digitOf(letter: string): string | undefined {
  return /^[0-9]$/.test(letter) ? letter : digits.get(letter);
}
