/** Variables whose names say that they are secret, such as AWS_SECRET_ACCESS_KEY. */
const SECRET_NAME = /(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PGPASSWORD|API_?KEY|SECRET_(?:ACCESS_)?KEY|PRIVATE_KEY)$/i;
const SHORTEST_GUESSED = 8;

/**
 * The secrets that an environment holds: the URLs of database, mail server and webhook with their passwords and tokens
 * (also of a URL that cannot be parsed), and what is named like a secret.
 */
export function knownSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { DATABASE_URL = "", SMTP_URL = "", SLACK_WEBHOOK_URL = "", PGPASSWORD = "" } = env;
  const named = Object.entries(env).flatMap(([name, value = ""]) =>
    SECRET_NAME.test(name) && value.length >= SHORTEST_GUESSED ? [value] : [],
  );
  return [
    ...loginSecrets(DATABASE_URL),
    ...loginSecrets(SMTP_URL),
    ...webhookSecrets(SLACK_WEBHOOK_URL),
    PGPASSWORD,
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

function webhookSecrets(url: string): readonly string[] {
  const path = url.replace(/^[a-z]+:\/\/[^/]*\/?/i, "");
  return [url, path, path.split("/").at(-1) ?? ""];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
