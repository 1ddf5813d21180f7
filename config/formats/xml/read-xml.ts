// XML as phones' files have it: elements, attributes, text, comments, CDATA, the five entities and character references. Documents that
// declare entities of their own are refused, nothing is ever fetched, and depth and number of elements are limited. Linear in the text.

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Of the element itself, without that of its children. */
  readonly text: string;
  /** `<x/>`, which some vendors tell from `<x></x>`. */
  readonly selfClosed: boolean;
  /** Where it begins, counted from 1. */
  readonly line: number;
}

export type XmlResult =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly problem: string; readonly line: number };

const blanks = /\s*/y;
const nameOfElementOrAttribute = /[A-Za-z_][\w.:-]*/y;
const equalsSign = /\s*=\s*/y;
const quotationMark = /["']/y;

const deepest = 64;
const mostElements = 200_000;

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

class Malformed extends Error {
  readonly line: number;

  constructor(problem: string, line: number) {
    super(problem);
    this.line = line;
  }
}

/** Nothing is thrown: what is not well-formed is a problem with its line. */
export function readXml(text: string): XmlResult {
  try {
    return { ok: true, root: new XmlReader(text).read() };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, problem: error.message, line: error.line };
    throw error;
  }
}

class XmlReader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #countedTo = 0;
  #elements = 0;
  readonly #open: OpenElement[] = [];
  #root: OpenElement | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(): XmlElement {
    while (this.#at < this.#text.length) {
      const next = this.#text.indexOf('<', this.#at);
      this.#addText(this.#text.slice(this.#at, next < 0 ? this.#text.length : next));
      if (next < 0) break;
      this.#at = next;
      this.#readMarkup();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) this.#fail(`The file ends within <${unclosed.name}>: it is not whole.`);
    return this.#root ?? this.#fail('The file has no element.');
  }

  #readMarkup(): void {
    if (this.#text.startsWith('<!--', this.#at)) this.#skipTo('-->', 'a comment');
    else if (this.#text.startsWith('<![CDATA[', this.#at)) this.#readCdata();
    else if (this.#text.startsWith('<?', this.#at)) this.#skipTo('?>', 'an instruction');
    else if (this.#text.startsWith('<!', this.#at)) this.#skipDeclaration();
    else if (this.#text.startsWith('</', this.#at)) this.#readEnd();
    else this.#readStart();
  }

  #readCdata(): void {
    const start = this.#at + '<![CDATA['.length;
    this.#skipTo(']]>', 'CDATA');
    const open = this.#open.at(-1);
    if (open !== undefined) open.text += this.#text.slice(start, this.#at - ']]>'.length);
  }

  #skipDeclaration(): void {
    const start = this.#at;
    this.#skipTo('>', 'a declaration');
    if (this.#text.slice(start, this.#at).includes('['))
      this.#fail('The file declares entities of its own, which is not allowed.');
  }

  #readEnd(): void {
    const start = this.#at + 2;
    this.#skipTo('>', 'a tag');
    // The Cisco guide prints `</DIALTEMPLATE/>` (p. 3-25).
    const written = this.#text.slice(start, this.#at - 1).trimEnd();
    const name = written.endsWith('/') ? written.slice(0, -1).trimEnd() : written;
    const open = this.#open.pop();
    if (open === undefined || open.name !== name) {
      this.#fail(`</${shortened(name)}> closes ${open === undefined ? 'nothing' : `<${shortened(open.name)}>`}.`);
    }
  }

  #readStart(): void {
    const line = this.#lineHere();
    this.#at++;
    const name = this.#match(nameOfElementOrAttribute, 'the name of an element');
    const attributes = this.#readAttributes();
    const selfClosed = this.#take('/');
    if (!this.#take('>')) this.#fail(`<${shortened(name)}> is not closed by >.`);
    if (++this.#elements > mostElements) this.#fail(`The file has more than ${mostElements} elements.`);
    const element: OpenElement = { name, attributes, children: [], text: '', selfClosed, line };
    this.#attach(element);
    if (!selfClosed) this.#open.push(element);
    if (this.#open.length > deepest) this.#fail(`Elements are nested more than ${deepest} deep.`);
  }

  #attach(element: OpenElement): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else if (this.#root === undefined) this.#root = element;
    else this.#fail('The file has a second element beside the first.');
  }

  #readAttributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      this.#match(blanks, 'blanks');
      const next = this.#text[this.#at];
      if (next === '/' || next === '>' || next === undefined) return attributes;
      const name = this.#match(nameOfElementOrAttribute, 'the name of an attribute');
      this.#match(equalsSign, 'an equals sign');
      const mark = this.#match(quotationMark, 'a value in quotation marks');
      const end = this.#text.indexOf(mark, this.#at);
      if (end < 0) this.#fail(`The value of ${shortened(name)} does not end.`);
      attributes.set(name, resolved(this.#text.slice(this.#at, end)));
      this.#at = end + 1;
    }
  }

  #addText(raw: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined) open.text += resolved(raw);
    else if (raw.trim() !== '') this.#fail('There is text outside of the elements.');
  }

  #take(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  #match(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) this.#fail(`Expected ${what}.`);
    this.#at += found.length;
    return found;
  }

  #skipTo(end: string, what: string): void {
    const found = this.#text.indexOf(end, this.#at);
    if (found < 0) this.#fail(`The file ends within ${what}: it is not whole.`);
    this.#at = found + end.length;
  }

  #lineHere(): number {
    for (; this.#countedTo < this.#at; this.#countedTo++) {
      if (this.#text.charCodeAt(this.#countedTo) === 0x0a) this.#line++;
    }
    return this.#line;
  }

  #fail(problem: string): never {
    throw new Malformed(problem, this.#lineHere());
  }
}

function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** An ampersand that begins no reference stays what it is: addresses in profiles are full of them. */
function resolved(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** All elements in the order of the file, the outermost first. */
export function* elementsOf(root: XmlElement): Generator<XmlElement> {
  const waiting = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    yield element;
    for (let i = element.children.length - 1; i >= 0; i--) {
      const child = element.children[i];
      if (child !== undefined) waiting.push(child);
    }
  }
}
