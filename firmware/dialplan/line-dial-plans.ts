// The dial plans of the lines: of what is typed, and of the numbers of those who call.

import type { LineIndex } from '#ui/phone';
import type { Parameters } from '../lines/line-settings.ts';
import { emergencyOf } from '../lines/server-settings.ts';
import { DialPlan, type PlannedNumber } from './dial-plan.ts';

/** Two for each line. */
const mostPlans = 12;

export class LineDialPlans {
  readonly #parameters: Parameters;
  /** Reading one takes longer than using it. */
  readonly #plans = new Map<string, DialPlan>();

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
  }

  /** Undefined: the line has no plan. Emergency numbers are as they are typed. */
  readonly planned = (line: LineIndex, typed: string): PlannedNumber | undefined => {
    const text = this.#parameters.get(`voip/line/${line}/dial_plan`);
    if (text === '') return undefined;
    if (emergencyOf(this.#parameters).numbers.includes(typed)) return { type: 'open', number: typed, waitMs: undefined };
    return this.#planOf(text).read(typed);
  };

  /** The number under which a caller can be called back. */
  readonly callerNumber = (line: LineIndex, number: string): string => {
    const text = this.#parameters.get(`voip/line/${line}/caller_id_map`);
    if (text === '' || number === '') return number;
    const mapped = this.#planOf(text).read(number);
    return (mapped.type === 'open' || mapped.type === 'complete' ? mapped.number : undefined) ?? number;
  };

  #planOf(text: string): DialPlan {
    const known = this.#plans.get(text);
    if (known !== undefined) return known;
    if (this.#plans.size >= mostPlans) this.#plans.clear();
    const plan = new DialPlan(text);
    this.#plans.set(text, plan);
    return plan;
  }
}
