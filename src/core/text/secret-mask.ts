/** Shorter secrets would blot out ordinary text; they are not masked. */
const MIN_LENGTH = 4;

/**
 * Knows the secrets that were read, and takes them out of everything that is written or sent:
 * plain, and as they look inside JSON and URLs.
 */
export class SecretMask {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    if (secret.length < MIN_LENGTH) return;
    this.#secrets.add(secret);
    this.#secrets.add(JSON.stringify(secret).slice(1, -1));
    this.#secrets.add(encodeURIComponent(secret));
  }

  mask(text: string): string {
    // Longest first: one secret may contain another.
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    return secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
  }
}
