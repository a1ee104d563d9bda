import type { AccessSettings } from "./access-settings.ts";

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
