// What every answer tells the browser: nothing from elsewhere, nothing inline, nothing framed, nothing guessed, nothing kept.

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const always: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
};

/** A year (RFC 6797 §6.1.1); where the pages are served in the clear as well, nobody is bound to TLS. */
const strictTransport = 'max-age=31536000';

export function securityHeaders(encrypted: boolean, httpsOnly: boolean): Readonly<Record<string, string>> {
  return encrypted && httpsOnly ? { ...always, 'Strict-Transport-Security': strictTransport } : always;
}
