// Which parameter holds the address for which event.

export const actionPaths = {
  setup_completed: 'system/action_url/setup_completed',
  registered: 'system/action_url/registered',
  registration_failed: 'system/action_url/registration_failed',
  incoming_call: 'system/action_url/incoming_call',
  outgoing_call: 'system/action_url/outgoing_call',
  call_established: 'system/action_url/call_established',
  call_terminated: 'system/action_url/call_terminated',
  missed_call: 'system/action_url/missed_call',
  hold: 'system/action_url/hold',
  resume: 'system/action_url/resume',
  mute: 'system/action_url/mute',
  unmute: 'system/action_url/unmute',
  off_hook: 'system/action_url/off_hook',
  on_hook: 'system/action_url/on_hook',
  idle_to_busy: 'system/action_url/idle_to_busy',
  busy_to_idle: 'system/action_url/busy_to_idle',
  do_not_disturb_on: 'system/action_url/do_not_disturb_on',
  do_not_disturb_off: 'system/action_url/do_not_disturb_off',
  forwarding_on: 'system/action_url/forwarding_on',
  forwarding_off: 'system/action_url/forwarding_off',
  address_changed: 'system/action_url/address_changed',
} as const;

export type ActionName = keyof typeof actionPaths;
