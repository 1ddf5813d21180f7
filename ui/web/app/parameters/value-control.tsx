// The control of a parameter's value: a switch, a choice, a number, a text or a secret, as its declaration says.

import type { JSX } from 'preact';
import { t } from '../text/words.ts';
import type { Entry, Value, Wanted } from './parameter-book.ts';

interface ControlProps {
  readonly entry: Entry;
  /** What is to be shown; undefined for a secret that nobody has typed. */
  readonly value: Value | undefined;
  readonly change: (value: Wanted) => void;
  /** The person has left the field. */
  readonly left: () => void;
  readonly describedBy: string;
  readonly invalid: boolean;
}

const longText = 300;

export function ValueControl(props: ControlProps): JSX.Element {
  const { declaration, path } = props.entry;
  if (declaration.type === 'boolean') return <Switch {...props} />;
  if (declaration.enum !== undefined) return <Choice {...props} />;
  if (declaration.secret) return <SecretText {...props} />;
  if (declaration.type === 'string' && (declaration.maxLength ?? 0) >= longText) {
    return <textarea id={path} rows={4} {...textProps(props)} />;
  }
  return <input id={path} inputMode={declaration.type === 'integer' ? 'numeric' : 'text'} {...textProps(props)} />;
}

/** A number goes out as one; anything else goes out as it was typed, and the phone says what it expected. */
function read(entry: Entry, text: string): Value {
  const { declaration } = entry;
  const plain = declaration.type === 'integer' && declaration.notation === undefined && /^-?\d{1,15}$/.test(text);
  return plain ? Number(text) : text;
}

interface TextProps {
  readonly value: string;
  readonly onInput: (event: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) => void;
  readonly onBlur: () => void;
  readonly spellcheck: boolean;
  readonly autocomplete: 'off';
  readonly readOnly: boolean;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

function textProps({ entry, value, change, left, describedBy, invalid }: ControlProps): TextProps {
  return {
    value: value === undefined ? '' : String(value),
    onInput: (event) => change(read(entry, event.currentTarget.value)),
    onBlur: left,
    spellcheck: false,
    autocomplete: 'off',
    readOnly: entry.readOnly,
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
  };
}

function Switch({ entry, value, change, left, describedBy }: ControlProps): JSX.Element {
  return (
    <input
      type="checkbox"
      role="switch"
      aria-checked={value === true}
      class="switch"
      id={entry.path}
      checked={value === true}
      disabled={entry.readOnly}
      aria-describedby={describedBy}
      onChange={(event) => {
        change(event.currentTarget.checked);
        left();
      }}
    />
  );
}

function Choice({ entry, value, change, left, describedBy, invalid }: ControlProps): JSX.Element {
  const { declaration } = entry;
  const declared: readonly (string | number)[] = declaration.type === 'boolean' ? [] : (declaration.enum ?? []);
  // A language that has not been brought yet.
  const choices = declared.includes(value as string | number) ? declared : [...declared, value as string | number];
  return (
    <select
      id={entry.path}
      value={String(value)}
      disabled={entry.readOnly}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onChange={(event) => {
        const chosen = choices.find((choice) => String(choice) === event.currentTarget.value);
        if (chosen !== undefined) change(chosen);
        left();
      }}
    >
      {choices.map((choice) => (
        <option key={choice} value={String(choice)}>
          {choice === '' ? t('None') : String(choice)}
        </option>
      ))}
    </select>
  );
}

function SecretText(props: ControlProps): JSX.Element {
  const { entry, value, change } = props;
  const isSet = 'secretSet' in entry.state && entry.state.secretSet;
  const typed = value !== undefined;
  return (
    <div class="secret">
      <input
        type="password"
        id={entry.path}
        placeholder={isSet ? t('Set; type to replace it') : t('Not set')}
        {...textProps(props)}
        autocomplete="new-password"
      />
      {isSet && !typed && !entry.readOnly && (
        <button type="button" class="quiet" onClick={() => change(null)}>
          {t('Clear')}
        </button>
      )}
    </div>
  );
}
