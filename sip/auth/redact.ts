// Strikes the secrets out of a message that is about to be traced: digest answers, other credentials, SDES keys (RFC 4568),
// passwords of ICE (RFC 8839), SDP `k=`.

const authLine = /^((?:proxy-)?authorization|(?:proxy-)?authentication-info)([ \t]*:)(.*)$/i;
const struck = '***';

/** Works on any text, also on what is no SIP; rather strikes out too much. Linear. */
export function redactMessage(text: string): string {
  let within = false;
  return text
    .split(/(\r\n|\r|\n)/)
    .map((line, index) => {
      // Every second piece is a line end.
      if (index % 2 === 1) return line;
      const match = authLine.exec(line);
      // A fold continues the field above it.
      if (match === null && within && /^[ \t]/.test(line)) return ` ${struck}`;
      within = match !== null;
      return match === null ? redactBodyLine(line) : `${match[1]}${match[2]}${redactCredentials(match[3] ?? '')}`;
    })
    .join('');
}

function redactCredentials(value: string): string {
  const match = /^[ \t]*digest[ \t]/i.exec(value);
  // Authentication-Info has no scheme: parameters at once.
  if (match === null && !/^[ \t]*[\w-]+[ \t]*=/.test(value)) return ` ${struck}`;
  return value.replace(/\b(response|rspauth|cnonce)([ \t]*=[ \t]*)(?:"[^"]*"?|[^\s,]*)/gi, `$1$2"${struck}"`);
}

function redactBodyLine(line: string): string {
  if (/^a=crypto:/i.test(line)) return line.replace(/inline:[^\s;|]*/gi, `inline:${struck}`);
  if (/^a=ice-pwd:/i.test(line)) return `a=ice-pwd:${struck}`;
  return line.startsWith('k=') ? `k=${struck}` : line;
}
