/** What an SMTP URL says. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`). */
  readonly secure: boolean;
  /** Fails unless the server offers STARTTLS. */
  readonly requireTLS: boolean;
  readonly ignoreTLS: boolean;
  /** False accepts self-signed certificates. */
  readonly rejectUnauthorized: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

const OPTIONS = ["requireTLS", "ignoreTLS", "tls.rejectUnauthorized"] as const;
type SmtpOption = (typeof OPTIONS)[number];

/**
 * Reads `smtp://user:password@host:587` or `smtps://…`, with `?requireTLS=true`, `?ignoreTLS=true` and
 * `?tls.rejectUnauthorized=false`. A password is never sent in the clear, except to this machine or with `ignoreTLS`.
 *
 * @returns the settings, or one sentence on what is wrong, which never repeats the URL
 */
export function smtpSettings(url: string): SmtpSettings | string {
  if (!URL.canParse(url)) return "it is no URL; write smtp://user:password@host:587";
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  if (protocol !== "smtp:" && protocol !== "smtps:") return "it must start with smtp:// or smtps://";
  if (hostname === "") return "it names no host";
  const unknown = [...searchParams.keys()].find((key) => !OPTIONS.some((option) => option === key));
  if (unknown !== undefined) return `there is no option "${unknown}"; there are ${OPTIONS.join(", ")}`;
  const credentials = readCredentials(username, password);
  if (credentials === null) return "its user or password is not URL-encoded";
  const flag = (name: SmtpOption): boolean | null => parseFlag(searchParams.get(name));
  const secure = protocol === "smtps:";
  const ignoreTLS = flag("ignoreTLS") ?? false;
  const exposed = credentials.user !== null && !secure && !ignoreTLS && !isThisMachine(hostname);
  return {
    host: hostname.replaceAll(/^\[|\]$/g, ""),
    port: port === "" ? defaultPort(secure) : Number(port),
    secure,
    ignoreTLS,
    requireTLS: flag("requireTLS") ?? exposed,
    rejectUnauthorized: flag("tls.rejectUnauthorized") ?? true,
    ...credentials,
  };
}

function readCredentials(user: string, password: string): Pick<SmtpSettings, "user" | "password"> | null {
  try {
    return user === ""
      ? { user: null, password: null }
      : { user: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch {
    return null;
  }
}

function parseFlag(text: string | null): boolean | null {
  return text === null ? null : text !== "false" && text !== "0";
}

function defaultPort(secure: boolean): number {
  return secure ? 465 : 587;
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}
