import type { AccessSettings } from "../access-settings.ts";

/** A browser keeps the first for https alone, and lets no other host and no path set it. Over http it would not keep it at all. */
const SECURE_NAME = "__Host-ng";
const PLAIN_NAME = "ng";

export function isHttps({ publicUrl }: Pick<AccessSettings, "publicUrl">): boolean {
  return publicUrl?.protocol === "https:";
}

export function sessionCookieName(settings: Pick<AccessSettings, "publicUrl">): string {
  return isHttps(settings) ? SECURE_NAME : PLAIN_NAME;
}

/** The secret in a `Cookie` header; null for none, and for two: one of them was put there by somebody else. */
export function sessionSecret(cookie: string | undefined, settings: Pick<AccessSettings, "publicUrl">): string | null {
  const name = sessionCookieName(settings);
  const values = (cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [only = "", ...others] = new Set(values);
  return others.length === 0 && /^[A-Za-z0-9_-]{43}$/.test(only) ? only : null;
}

/** Told to the browser: no script sees it, and no other site sends it along but by a link. */
export function sessionCookie(secret: string, settings: Pick<AccessSettings, "publicUrl" | "sessions">): string {
  const seconds = Math.floor(settings.sessions.absoluteMs / 1000);
  return `${sessionCookieName(settings)}=${secret}; Max-Age=${seconds}; ${attributes(settings)}`;
}

export function clearedCookie(settings: Pick<AccessSettings, "publicUrl">): string {
  return `${sessionCookieName(settings)}=; Max-Age=0; ${attributes(settings)}`;
}

function attributes(settings: Pick<AccessSettings, "publicUrl">): string {
  return `Path=/; HttpOnly; SameSite=Lax${isHttps(settings) ? "; Secure" : ""}`;
}
