// The syntax that challenges and credentials share: a scheme and comma-separated parameters (RFC 3261 §25.1, RFC 7235 §2.1).

import { SipParseError } from '../errors.ts';
import { Scanner } from '../message/scanner.ts';

export interface AuthValue {
  /** Lower case. */
  readonly scheme: string;
  /** Lower-case names. Quoted values are as between the quotes, escapes untouched: that is what is hashed (RFC 7616 §1.1 `unq`). */
  readonly parameters: ReadonlyMap<string, string>;
}

const comma = 0x2c;
const equals = 0x3d;
const quote = 0x22;
const maximumValues = 16;

/** Usually one; HTTP's habit of several in one field is understood. Nothing at all from a malformed field. */
export function parseAuthValues(text: string): readonly AuthValue[] {
  const values: Draft[] = [];
  try {
    const scanner = new Scanner(text);
    scanner.skipBlanks();
    while (!scanner.atEnd) {
      readWord(scanner, values);
      while (scanner.accept(comma));
    }
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return [];
  }
  return values;
}

interface Draft {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** A parameter of the last value, or the scheme of a new one. */
function readWord(scanner: Scanner, values: Draft[]): void {
  const word = scanner.token().toLowerCase();
  if (!scanner.accept(equals)) {
    if (values.length === maximumValues) scanner.fail('fewer values');
    values.push({ scheme: word, parameters: new Map() });
    return;
  }
  const parameters = values.at(-1)?.parameters ?? scanner.fail('a scheme');
  parameters.set(word, readValue(scanner));
  scanner.skipBlanks();
  if (!scanner.atEnd && scanner.peek() !== comma) scanner.fail('a comma');
}

function readValue(scanner: Scanner): string {
  if (scanner.peek() !== quote) return scanner.parameterValue();
  const start = scanner.position + 1;
  scanner.quotedString();
  return scanner.text.slice(start, scanner.position - 1);
}
