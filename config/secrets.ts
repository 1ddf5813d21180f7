// A value that must not be seen: whatever prints it prints stars.

const stars = '***';

/** Read it with `reveal()`, only where it is used; never to log or show it. */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return stars;
  }

  toJSON(): string {
    return stars;
  }

  [Symbol.toPrimitive](): string {
    return stars;
  }
}

// What `console.log` and `util.inspect` call; defined here because a computed name cannot stand in a declaration file.
Object.defineProperty(Secret.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => stars });
