// English words for screens of 128 pixels, where those of en.ts are too long.

export const smallEnglish = {
  keys: { kinds: { monitor: 'With lamp', presence: 'With presence' } },
  quality: { title: 'Quality' },
} as const;
