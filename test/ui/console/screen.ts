// What a terminal of one screen shows at the end: carriage returns, erasures and cursor moves done.

const escapeCharacter = String.fromCharCode(27);

class Screen {
  rows: string[] = [''];
  #column = 0;

  control(final: string, count: number): void {
    if (final === 'K') this.rows[this.rows.length - 1] = this.#row().slice(0, this.#column);
    else if (final === 'D') this.#column -= count;
    else if (final === 'J') this.rows = [''];
  }

  character(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.rows.push('');
    else if (character !== '\u0007') {
      const row = this.#row();
      this.rows[this.rows.length - 1] = row.slice(0, this.#column).padEnd(this.#column) + character + row.slice(this.#column + 1);
      this.#column += 1;
    }
  }

  #row(): string {
    return this.rows.at(-1) ?? '';
  }
}

export function screenOf(output: string): readonly string[] {
  const screen = new Screen();
  const [start = '', ...pieces] = output.split(escapeCharacter);
  for (const character of start) screen.character(character);
  for (const piece of pieces) {
    const [sequence = '', count = '', final = ''] = /^\[(\d*)([A-Za-z])/.exec(piece) ?? [];
    screen.control(final, Number(count || '1'));
    for (const character of piece.slice(sequence.length)) screen.character(character);
  }
  return screen.rows;
}
