// Which entries of the log go out: by the part of the phone that they come from (AudioCodes table 7-1).

import type { Severity } from '../log.ts';

export type ComponentLevel = 'None' | 'Emergency' | 'Error' | 'Warning' | 'Notice' | 'Info' | 'Debug';
export type GeneralLevel = 'None' | 'Basic' | 'Detailed';

export type Component =
  | 'nxphone'
  | 'voip_task'
  | 'control_center'
  | 'ac_watchdog'
  | 'sip_stack'
  | 'ice_stack'
  | 'lcd_display'
  | 'web_server'
  | 'dsp'
  | 'lib';

const componentOfTopic: Readonly<Record<string, Component>> = {
  keys: 'nxphone',
  ui: 'nxphone',
  panel: 'nxphone',
  console: 'nxphone',
  lcd: 'lcd_display',
  calls: 'voip_task',
  lines: 'voip_task',
  paging: 'voip_task',
  sip: 'sip_stack',
  ice: 'ice_stack',
  media: 'dsp',
  network: 'control_center',
  hal: 'control_center',
  time: 'control_center',
  system: 'ac_watchdog',
  web: 'web_server',
  config: 'lib',
  provisioning: 'lib',
};

function componentOf(topic: string): Component {
  return componentOfTopic[topic] ?? 'lib';
}

/** RFC 5424 §6.2.1: smaller is worse. */
export const severityCode: Readonly<Record<Severity, number>> = { error: 3, warn: 4, info: 6, debug: 7 };

const highestCode: Readonly<Record<Exclude<ComponentLevel, 'None'>, number>> = {
  Emergency: 0,
  Error: 3,
  Warning: 4,
  Notice: 5,
  Info: 6,
  Debug: 7,
};

/** With everything at None what is wrong is still told (§7.1.2, the lightweight way). */
const generalCode: Readonly<Record<GeneralLevel, number>> = { None: 4, Basic: 6, Detailed: 7 };

export interface SyslogLevels {
  readonly general: GeneralLevel;
  readonly ofComponent: (component: Component) => ComponentLevel;
}

export function goesOut(topic: string, severity: Severity, { general, ofComponent }: SyslogLevels): boolean {
  // A part with a level of its own says more than the others, or less; one at None follows the general level.
  const own = general === 'None' ? 'None' : ofComponent(componentOf(topic));
  const highest = own === 'None' ? generalCode[general] : highestCode[own];
  return severityCode[severity] <= highest;
}
