// Limits of the web pages that no manual names.

export const web = {
  'security/web/port': {
    type: 'integer',
    default: 443,
    minimum: 1,
    maximum: 65535,
    title: 'Secure Web Port',
    help: 'Port of the pages with encryption.',
    owner: 'admin',
  },
  'system/web/session_idle_timeout': {
    type: 'integer',
    default: 15,
    minimum: 1,
    maximum: 1440,
    unit: 'min',
    title: 'Log Out When Idle',
    help: 'Who does nothing on the web pages for so long is logged out.',
    owner: 'admin',
  },
  'system/web/session_timeout': {
    type: 'integer',
    default: 12,
    minimum: 1,
    maximum: 168,
    unit: 'h',
    title: 'Log Out at the Latest',
    help: 'So long after the login one is logged out of the web pages, idle or not.',
    owner: 'admin',
  },
} as const;
