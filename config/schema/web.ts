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
  'system/hot_desk/enabled': {
    type: 'boolean',
    default: false,
    title: 'Hot Desk',
    help: 'People sign in to the first line with their own account, and out again, on the web pages.',
    owner: 'admin',
  },
  'security/web_certificate_uri': {
    type: 'string',
    default: '',
    pattern:
      '^$|^(?:/|file:///|https?://|t?ftp://)[^\\s]+$|^[A-Za-z0-9<][^\\s:/]*(?:/[^\\s:]*)?$|^data:[a-z0-9.+/-]*;base64,[A-Za-z0-9+/=]+$',
    expected: 'an address (https:, http:, ftp:, tftp:), a file beside the configuration, a path, or a data: address in base64',
    maxLength: 32768,
    title: 'Certificate of the Web Pages',
    help: 'PEM, its chain after it: what the phone shows browsers. Without one it shows its own.',
    owner: 'admin',
  },
  'security/web_private_key_uri': {
    type: 'string',
    default: '',
    pattern:
      '^$|^(?:/|file:///|https?://|t?ftp://)[^\\s]+$|^[A-Za-z0-9<][^\\s:/]*(?:/[^\\s:]*)?$|^data:[a-z0-9.+/-]*;base64,[A-Za-z0-9+/=]+$',
    expected: 'an address (https:, http:, ftp:, tftp:), a file beside the configuration, a path, or a data: address in base64',
    maxLength: 32768,
    secret: true,
    title: 'Private Key of the Web Pages',
    help: 'PEM: the key that belongs to the certificate of the web pages.',
    owner: 'admin',
  },
} as const;
