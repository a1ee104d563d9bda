/** Shorter values would blot out ordinary words. */
const SHORTEST_SECRET = 4;

/** Replaces every secret in a text, in plain and in URL-encoded form. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), encodeURI(secret)])
    .filter((form) => form.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return forms.reduce((hidden, form) => hidden.replaceAll(form, "***"), text);
}
