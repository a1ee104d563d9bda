/** Variables whose names say that they are secret, such as AWS_SECRET_ACCESS_KEY. */
const SECRET_NAME = /(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PGPASSWORD|API_?KEY|SECRET_(?:ACCESS_)?KEY|PRIVATE_KEY)$/i;
const SHORTEST_GUESSED = 8;
/** Of a part with digits in it, and of one without. */
const SHORTEST_TOKEN = 6;
const SHORTEST_LETTERS = 16;

const WEBHOOK_URLS = ["SLACK_WEBHOOK_URL", "TEAMS_WEBHOOK_URL", "ALERT_WEBHOOK_URL"] as const;

/**
 * The secrets that an environment holds: the URLs of database, mail server and webhooks with their passwords and tokens
 * (also of a URL that cannot be parsed), and what is named like a secret.
 */
export function knownSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { DATABASE_URL = "", SMTP_URL = "", PGPASSWORD = "", ALERT_WEBHOOK_SECRET = "" } = env;
  const named = Object.entries(env).flatMap(([name, value = ""]) =>
    SECRET_NAME.test(name) && value.length >= SHORTEST_GUESSED ? [value] : [],
  );
  return [
    ...loginSecrets(DATABASE_URL),
    ...loginSecrets(SMTP_URL),
    ...WEBHOOK_URLS.flatMap((name) => webhookSecrets(env[name] ?? "")),
    PGPASSWORD,
    ALERT_WEBHOOK_SECRET,
    ...named,
  ];
}

/** A URL with a password is secret as a whole and in it; a password that equals another part of its URL would blot out that too. */
function loginSecrets(url: string): readonly string[] {
  const [, scheme = "", user = "", password = "", rest = ""] =
    /^(?:([a-z][a-z0-9+.-]*):\/*)?([^:@]*):(.*)@(.*)$/is.exec(url) ?? [];
  const queried = [...url.matchAll(/[?&](?:password|sslpassword)=([^&#]*)/gi)].map(([, value = ""]) => value);
  const open = new Set([scheme, user, ...rest.split(/[/:?#&=]/)]);
  const passwords = [password, ...queried].filter((value) => value !== "");
  const apart = passwords.filter((value) => queried.includes(value) || !open.has(value));
  return passwords.length === 0 ? [] : [url, `${user}:${password}`, ...apart, ...apart.map(decoded)];
}

/**
 * Whoever has the address of a webhook can post: secret are the whole of it, its path, its query (of Teams, the signature),
 * the login in it, and each part that looks drawn by lot. Other parts are words: masking `alerts` would blot out ordinary text.
 */
export function webhookSecrets(url: string): readonly string[] {
  const [, login = "", rest = url] = /^[a-z][a-z0-9+.-]*:\/\/(?:([^/@]*)@)?[^/?#]*\/?(.*)$/is.exec(url) ?? [];
  const [path = "", query = ""] = rest.split("?", 2);
  const parts = [...path.split("/"), ...query.split("&").map((pair) => pair.replace(/^[^=]*=/, ""))].filter(isRandom);
  const wholes = [path, query, ...login.split(":").slice(-1)].filter((part) => part.length >= SHORTEST_GUESSED);
  const secrets = [url, login, ...wholes, ...parts];
  return [...new Set([...secrets, ...secrets.map(decoded)])].filter((secret) => secret !== "");
}

const OF_SERVERS = /^(?:postgres(?:ql)?|mysql|rediss?|mongodb(?:\+srv)?|amqps?|smtps?):/i;

/**
 * The same of any address, where it lets in whoever has it: by a login, a query, or a part that looks drawn by lot; and one
 * of a database or a mail server as a whole. Nothing of other addresses.
 */
export function addressSecrets(url: string): readonly string[] {
  const [, rest = ""] = url.split("://", 2);
  const isOpen = !/[@?]/.test(rest) && !rest.split("/").slice(1).some(isRandom);
  if (isOpen) return OF_SERVERS.test(url) ? [url] : [];
  return [...webhookSecrets(url), ...loginSecrets(url)];
}

/** Whether a name says that its value is secret: of a variable, or in snake case of a key. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** `s3cr3tTok3n`, `AbCdEfGhIjKlMnOpQr`; not `workflows`, `v1` and `2016-06-01`. */
function isRandom(part: string): boolean {
  if (part.length < SHORTEST_TOKEN || /^[\d.-]*$/.test(part)) return false;
  return /\d/.test(part) || part.length >= SHORTEST_LETTERS;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
