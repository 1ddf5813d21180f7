// Name and version of this firmware.

export const productName = 'Hookswitch';
export const productVersion = '0.1.0';
