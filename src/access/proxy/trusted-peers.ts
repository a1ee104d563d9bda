import { BlockList, isIP } from "node:net";

/** @param ranges addresses and networks, such as `10.0.0.5` and `10.1.0.0/16`. @returns null for the first that is none */
export function trustedPeers(ranges: readonly string[]): BlockList | { readonly wrong: string } {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits, ...more] = range.split("/");
    const family = isIP(address);
    const widest = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? widest : Number(bits);
    const isNumber = bits === undefined || /^\d{1,3}$/.test(bits);
    // A network of everybody is no network of a proxy.
    if (family === 0 || more.length > 0 || !isNumber || prefix < 1 || prefix > widest) return { wrong: range };
    list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

export function isTrusted(peer: string, trusted: BlockList): boolean {
  const address = plainAddress(peer);
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** `::ffff:10.0.0.5`, as a socket of both families has it, is `10.0.0.5`. */
export function plainAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return plain.replace(/%.*$/, "");
}
