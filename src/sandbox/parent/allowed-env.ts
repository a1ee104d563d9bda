/** What a program needs of its surroundings to run at all. None of it is secret. */
export const ALLOWED: ReadonlySet<string> = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
  "VIRTUAL_ENV",
]);

/** Names of further variables that user code may see, separated by commas. */
const FURTHER = "NIGHTGRID_USER_ENV";

/** Never handed on, whatever a list says: with it, user code could write any result. */
const NEVER: ReadonlySet<string> = new Set(["DATABASE_URL", "NODE_OPTIONS"]);

/**
 * The environment of user code: an allow-list, `LC_*`, and what NIGHTGRID_USER_ENV names. The rest, above all the
 * database's address and the channels' passwords, stays with Nightgrid; secrets reach a callback by its options.
 */
export function allowedEnv(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const further = new Set((env[FURTHER] ?? "").split(",").map((name) => name.trim()));
  const isAllowed = (name: string): boolean =>
    !NEVER.has(name) && (ALLOWED.has(name) || name.startsWith("LC_") || further.has(name));
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value !== undefined && isAllowed(name) ? [[name, value]] : [])),
  );
}
