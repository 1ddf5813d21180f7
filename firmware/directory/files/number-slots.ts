// Finds a field for each number of a contact: the one that its kind asks for, else one that is free.

import { type NumberField, numberFields } from '#ui/directory-snapshot';

export class NumberSlots {
  readonly #numbers: Partial<Record<NumberField, string>> = {};
  readonly #waiting: string[] = [];

  add(number: string, field: NumberField | undefined): void {
    if (number.trim() === '') return;
    if (field !== undefined && this.#numbers[field] === undefined) this.#numbers[field] = number;
    else if (this.#waiting.length < numberFields.length) this.#waiting.push(number);
    else this.#further += 1;
  }

  #further = 0;

  /** Call once, when all are there. */
  get result(): { readonly fields: Partial<Record<NumberField, string>>; readonly furtherNumbers: number } {
    const fields = { ...this.#numbers };
    const waiting = [...this.#waiting];
    for (const field of numberFields)
      if (fields[field] === undefined && waiting.length > 0) fields[field] = waiting.shift() ?? '';
    return { fields, furtherNumbers: this.#further + waiting.length };
  }
}

/** What vCards, tables and telephones call the three. */
export function fieldNamed(kind: string): NumberField | undefined {
  if (/work|office|business|main|company|tel(ephone)?$|^phone$|^number$/i.test(kind)) return 'office';
  if (/home|private/i.test(kind)) return 'home';
  return /cell|mobil|handy/i.test(kind) ? 'mobile' : undefined;
}
