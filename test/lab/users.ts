// Who may register at the lab: 1001 to 1009, each with a password that everybody knows. The lab listens on loopback.

export function isUser(name: string): boolean {
  return /^100[1-9]$/.test(name);
}

export function passwordOf(user: string): string | undefined {
  return isUser(user) ? `pw${user}` : undefined;
}
