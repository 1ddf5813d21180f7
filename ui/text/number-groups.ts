// How countries write telephone numbers: what stands before the area code within the country, and the groups of the rest. Those that
// `voip/regional_settings/selected_country` names (AudioCodes table 3-10); the numbers of all others stand in groups of three.

/**
 * Where the digits after the trunk prefix begin so, they are written into the places marked `#`, and those that remain after `*` in
 * groups of three. Of several the first is taken that has enough places.
 */
type Pattern = readonly [begins: RegExp, places: string];

interface Numbering {
  /** Of ITU-T E.164. */
  readonly code: string;
  /** Dialled before the area code within the country; empty: nothing. */
  readonly trunk: '' | '0' | '1' | '8';
  /** Numbers that are dialled whole without it; absent: where it is a 0, none. */
  readonly whole?: RegExp;
  readonly patterns: readonly Pattern[];
}

/** Cities whose codes are shorter than most: Bundesnetzagentur, list of area codes. */
const german = /^(?:20[1-389]|212|214|228|234|33[15]|34[015]|35[15]|36[15]|37[15]|38[15]|39[15]|906|[2-9][1-9]1)/;

const numberings: Readonly<Record<string, Numbering>> = {
  Israel: {
    code: '972',
    trunk: '0',
    patterns: [
      [/^[57]/, '##-###-####'],
      [/^[23489]/, '#-###-####'],
    ],
  },
  China: {
    code: '86',
    trunk: '0',
    whole: /^1[3-9]/,
    patterns: [
      [/^1[3-9]/, '### #### ####'],
      [/^(?:10|2)/, '## #### ####'],
      [/^[3-9]/, '### #### ####'],
    ],
  },
  France: { code: '33', trunk: '0', patterns: [[/^[1-9]/, '# ## ## ## ##']] },
  Germany: {
    code: '49',
    trunk: '0',
    patterns: [
      [/^(?:30|40|69|89)/, '## *'],
      [/^15/, '#### *'],
      [/^1/, '### *'],
      [german, '### *'],
      [/^[2-9]/, '#### *'],
    ],
  },
  Netherlands: {
    code: '31',
    trunk: '0',
    patterns: [
      [/^6/, '# ########'],
      [/^(?:1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7|8)/, '## ### ####'],
      [/^[1-9]/, '### ### ###'],
    ],
  },
  UK: {
    code: '44',
    trunk: '0',
    patterns: [
      [/^2/, '## #### ####'],
      [/^(?:11|1\d1|[389])/, '### ### ####'],
      [/^[17]/, '#### ######'],
    ],
  },
  Brazil: {
    code: '55',
    trunk: '0',
    patterns: [
      [/^[1-9]\d9/, '## #####-####'],
      [/^[1-9]/, '## ####-####'],
    ],
  },
  Italy: {
    code: '39',
    trunk: '',
    patterns: [
      [/^3/, '### ### ####'],
      [/^0[26]/, '## #### ####'],
      [/^0/, '### *'],
    ],
  },
  Argentina: {
    code: '54',
    trunk: '0',
    patterns: [
      [/^911/, '# ## ####-####'],
      [/^9/, '# ### ###-####'],
      [/^11/, '## ####-####'],
      [/^[23]/, '### ###-####'],
    ],
  },
  Portugal: { code: '351', trunk: '', patterns: [[/^[239]/, '### ### ###']] },
  Russia: { code: '7', trunk: '8', patterns: [[/^[3489]/, '### ###-##-##']] },
  Australia: {
    code: '61',
    trunk: '0',
    patterns: [
      [/^4/, '### ### ###'],
      [/^[2378]/, '# #### ####'],
    ],
  },
  USA: {
    code: '1',
    trunk: '1',
    patterns: [
      [/^[2-9]/, '###-####'],
      [/^[2-9]/, '###-###-####'],
    ],
  },
  India: {
    code: '91',
    trunk: '0',
    whole: /^[6-9]/,
    patterns: [
      [/^[6-9]/, '##### #####'],
      [/^(?:11|2[02]|33|4[04])/, '## #### ####'],
      [/^[1-5]/, '### ### ####'],
    ],
  },
};

/** In groups of three, but for a single digit at the end, which goes with the last of them. */
function groupsOfThree(digits: string): string {
  const groups = digits.match(/\d{1,3}/g) ?? [];
  const last = groups.at(-1);
  if (groups.length > 1 && last?.length === 1) groups.splice(-2, 2, `${groups.at(-2)}${last}`);
  return groups.join(' ');
}

/** The digits in their places, as far as they go. */
function inPlaces(digits: string, places: string): string {
  let at = 0;
  let text = '';
  for (const place of places) {
    if (at >= digits.length) break;
    if (place === '*') return text + groupsOfThree(digits.slice(at));
    if (place === '#') at += 1;
    text += place === '#' ? digits.charAt(at - 1) : place;
  }
  return text;
}

function hasRoom(places: string, count: number): boolean {
  return places.includes('*') || places.split('#').length > count;
}

function byPatterns(digits: string, patterns: readonly Pattern[]): string | undefined {
  const pattern = patterns.find(([begins, places]) => begins.test(digits) && hasRoom(places, digits.length));
  return pattern && inPlaces(digits, pattern[1]);
}

/** After the country code. */
export function groupedAbroad(code: string, digits: string): string {
  const known = Object.values(numberings).find((numbering) => numbering.code === code);
  return (known && byPatterns(digits, known.patterns)) ?? groupsOfThree(digits);
}

/** As it is dialled within the country; without one: in groups of three. */
export function groupedAtHome(country: string, digits: string): string {
  const home = numberings[country];
  if (home === undefined) return groupsOfThree(digits);
  const { trunk, patterns, whole } = home;
  if (trunk === '' || !digits.startsWith(trunk)) {
    // Without the 0 it is a local number, whose area nobody sees.
    const national = trunk !== '0' || whole?.test(digits) === true;
    return (national ? byPatterns(digits, patterns) : undefined) ?? groupsOfThree(digits);
  }
  const grouped = byPatterns(digits.slice(trunk.length), patterns);
  return grouped === undefined ? groupsOfThree(digits) : `${trunk}${trunk === '0' ? '' : ' '}${grouped}`;
}
