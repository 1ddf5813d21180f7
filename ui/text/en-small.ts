// English words for screens of 128 pixels, where those of en.ts are too long.

export const smallEnglish = {
  entry: { expected: { address: 'Such as 192.0.2.10' } },
  keys: { kinds: { monitor: 'With lamp', presence: 'With presence' } },
  quality: { title: 'Quality' },
} as const;
