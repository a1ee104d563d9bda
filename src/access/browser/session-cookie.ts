import type { AccessSettings } from "../access-settings.ts";

/** A browser keeps the first for https alone, and lets no other host and no path set it. Over http it would not keep it at all. */
const SECURE_NAME = "__Host-ng";
const PLAIN_NAME = "ng";

export function isHttps({ publicUrl }: Pick<AccessSettings, "publicUrl">): boolean {
  return publicUrl?.protocol === "https:";
}

/** Browsers send a cookie to all ports of a host: over http each service of this machine has one of its own. */
function nameOf({ host, settings }: CookiePlace): string {
  if (isHttps(settings)) return SECURE_NAME;
  const [, port] = /:(\d+)$/.exec(host ?? "") ?? [];
  return port === undefined ? PLAIN_NAME : `${PLAIN_NAME}_${port}`;
}

/** Where a browser has the cookie from. */
export interface CookiePlace {
  /** The header of that name, with its port. */
  readonly host: string | undefined;
  readonly settings: Pick<AccessSettings, "publicUrl">;
}

/** The secret in a `Cookie` header; null for none, and for two: one of them was put there by somebody else. */
export function sessionSecret(cookie: string | undefined, place: CookiePlace): string | null {
  const name = nameOf(place);
  const values = (cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [only = "", ...others] = new Set(values);
  return others.length === 0 && /^[A-Za-z0-9_-]{43}$/.test(only) ? only : null;
}

/** Told to the browser: no script sees it, and no other site sends it along but by a link. @param lifeMs milliseconds */
export function sessionCookie(secret: string, lifeMs: number, place: CookiePlace): string {
  return `${nameOf(place)}=${secret}; Max-Age=${Math.floor(lifeMs / 1000)}; ${attributes(place)}`;
}

export function clearedCookie(place: CookiePlace): string {
  return `${nameOf(place)}=; Max-Age=0; ${attributes(place)}`;
}

function attributes({ settings }: CookiePlace): string {
  return `Path=/; HttpOnly; SameSite=Lax${isHttps(settings) ? "; Secure" : ""}`;
}
