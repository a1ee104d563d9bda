/**
 * The URL with its password, if any, replaced by `***`: fit for messages and logs. It need not be a valid URL: what
 * stands before the last `@` counts as login, since a password may hold any sign that somebody forgot to encode.
 */
export function maskDatabaseUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/|postgres(?:ql)?:|)([^:@]*):.*@/is, "$1$2:***@")
    .replace(/([?&](?:password|sslpassword)=)[^&#]*/gi, "$1***");
}
