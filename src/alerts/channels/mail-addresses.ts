import addressparser from "nodemailer/lib/addressparser";

export interface MailAddress {
  /** Empty when there is none. */
  readonly name: string;
  readonly address: string;
}

/**
 * Reads a list as mail headers have it: `ops@example.com, "Doe, John" <john@example.com>`; empty entries are left out.
 *
 * @returns the addresses, or the entry that is none
 */
export function mailAddresses(text: string): readonly MailAddress[] | string {
  if (/[\r\n]/.test(text) || isUnbalanced(text)) return text;
  const found = addressparser(text, { flatten: true }).map(({ name, address }) => ({ name, address: address.trim() }));
  const wrong = found.find((one) => !isAddress(one, text));
  return wrong === undefined ? found : wrong.name || wrong.address || text;
}

/** The parser takes `a b@c` for somebody named a; a name without angle brackets is more likely a slip. */
function isAddress({ name, address }: MailAddress, text: string): boolean {
  if (!/^[^\s<>@,;"]+@[^\s<>@,;"]+$/.test(address)) return false;
  return name === "" || text.includes(`<${address}>`) || text.includes(`(${name})`);
}

function isUnbalanced(text: string): boolean {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  return bare.split("<").length !== bare.split(">").length || bare.includes('"');
}
