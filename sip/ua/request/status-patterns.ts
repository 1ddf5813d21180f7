// Response codes as administrators list them: `503`, `5??`, `6**` (SPA `Try_Backup_RSC`, `Retry_Reg_RSC`, `SIT1_RSC`).

/** `500, 5??` as separate patterns; what is none is passed over. */
export function parseStatusPatterns(text: string): readonly string[] {
  const patterns = text.replaceAll('*', '?').split(/[\s,;]+/);
  return patterns.filter((pattern) => /^[1-6][\d?]{2}$/.test(pattern));
}

export function matchesStatus(patterns: readonly string[], status: number): boolean {
  const digits = String(status);
  return patterns.some((pattern) => [...pattern].every((character, index) => character === '?' || character === digits[index]));
}
