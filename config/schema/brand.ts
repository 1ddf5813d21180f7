// Private labelling: under whose name and in whose colour the phone goes. A branding package sets it for a whole series.

export const brand = {
  'personal_settings/brand/name': {
    type: 'string',
    default: 'Hookswitch',
    minLength: 1,
    maxLength: 24,
    title: 'Product Name',
    help: 'What the phone calls itself while it starts, under About and on its web pages.',
    owner: 'admin',
  },
  'personal_settings/brand/color': {
    type: 'string',
    default: '',
    pattern: '^$|^#[0-9A-Fa-f]{6}$',
    expected: 'a colour as #RRGGBB, or nothing',
    title: 'Product Colour',
    help: 'Marks what is chosen on colour screens and web pages. A colour that could not be seen is made lighter or darker; high contrast keeps its own.',
    owner: 'admin',
  },
} as const;
