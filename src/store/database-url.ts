/** The URL with its password, if any, replaced by `***`: fit for messages and logs. */
export function maskDatabaseUrl(url: string): string {
  return url
    .replace(/^([a-z]+:\/\/[^/?#:@]*):[^/?#]*@/i, "$1:***@")
    .replace(/([?&](?:password|sslpassword)=)[^&#]*/gi, "$1***");
}
