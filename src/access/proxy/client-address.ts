import type { BlockList } from "node:net";
import { isIP } from "node:net";
import { isTrusted, plainAddress } from "./trusted-peers.ts";

/**
 * Who sent a request: the TCP peer, and where that is a proxy of ours, the last address of `X-Forwarded-For` that is none.
 * What stands before it, whoever sent the request may have written there.
 */
export function clientAddress(peer: string, forwarded: readonly string[], trusted: BlockList): string {
  const hops = forwarded.flatMap((value) => value.split(",")).map((hop) => hop.trim());
  let address = plainAddress(peer);
  while (isTrusted(address, trusted)) {
    const before = plainAddress(hops.pop() ?? "");
    if (isIP(before) === 0) return address;
    address = before;
  }
  return address;
}
