import { describe, expect, it } from "vitest";
import { authenticate } from "../../src/access/authenticate.ts";
import { isTrusted, trustedPeers } from "../../src/access/proxy/trusted-peers.ts";
import { accessProject, BEHIND_PROXY, TRUSTED } from "./support/access-project.ts";

const project = accessProject();
type Headers = Parameters<typeof authenticate>[0]["headers"];
const who = (headers: Headers, peer = "127.0.0.1", proxy: typeof BEHIND_PROXY | null = BEHIND_PROXY) =>
  authenticate({ peer, headers }, project.deps({ proxy, trusted: TRUSTED }));

describe("statement 9, what a proxy says", () => {
  it("is believed of the TCP peer that is trusted, as IPv4 and as IPv4 in IPv6", async () => {
    const ada = { kind: "proxy", id: "ada@example.com", name: "ada@example.com", role: "operator", dags: null };
    const headers = { "x-forwarded-user": "ada@example.com", "x-forwarded-groups": "staff, quants" };
    expect(await who(headers)).toEqual(ada);
    expect(await who(headers, "::ffff:127.0.0.1")).toEqual(ada);
  });

  it("is ignored, and logged, of any other peer, whatever X-Forwarded-For says", async () => {
    const headers = { "x-forwarded-user": "ada", "x-forwarded-for": "127.0.0.1" };
    expect(await who(headers, "10.0.0.7")).toBeNull();
    expect(await who(headers, "::1")).toBeNull();
    expect(project.lines.at(-1)).toContain("ignored");
  });

  it("is ignored when no proxy is configured: loopback is trusted by nobody's word but yours", async () => {
    expect(await who({ "x-forwarded-user": "ada" }, "127.0.0.1", null)).toBeNull();
  });

  it("is refused when it comes twice", async () => {
    for (const header of ["x-forwarded-user", "x-forwarded-groups"]) {
      const headers = { "x-forwarded-user": "ada", [header]: ["ada", "root"] };
      await expect(who(headers)).rejects.toMatchObject({ code: "USAGE" });
    }
  });

  it("gives the highest role of the groups, and none to whom no group has one", async () => {
    const role = async (groups: string, proxy = BEHIND_PROXY) =>
      (await who({ "x-forwarded-user": "ada", "x-forwarded-groups": groups }, "127.0.0.1", proxy))?.role ?? null;
    expect([await role("quants,leads"), await role("leads,quants"), await role("none"), await role("")]).toEqual([
      "admin",
      "admin",
      "viewer",
      "viewer",
    ]);
    const strict = { ...BEHIND_PROXY, roles: new Map([["quants", "operator" as const]]) };
    expect([await role("other", strict), await role("*", strict), await role("quants", strict)]).toEqual([
      null,
      null,
      "operator",
    ]);
  });

  it("is nobody without a name, or with one that no log should show", async () => {
    for (const name of ["", "  ", "a\u202eb", "x".repeat(201)]) {
      expect(await who({ "x-forwarded-user": name })).toBeNull();
    }
  });
});

describe("networks of proxies", () => {
  const list = (...ranges: string[]) => {
    const made = trustedPeers(ranges);
    if ("wrong" in made) throw new Error(made.wrong);
    return made;
  };

  it("are addresses and prefixes of both families", () => {
    const trusted = list("10.1.0.0/16", "192.0.2.7", "2001:db8::/32");
    const peers = [
      "10.1.255.9",
      "::ffff:10.1.2.3",
      "10.2.0.1",
      "192.0.2.7",
      "192.0.2.8",
      "2001:db8::5",
      "2001:db9::5",
      "x",
    ];
    expect(peers.filter((peer) => isTrusted(peer, trusted))).toEqual([
      "10.1.255.9",
      "::ffff:10.1.2.3",
      "192.0.2.7",
      "2001:db8::5",
    ]);
  });

  it("are never everybody, and never a name", () => {
    for (const wrong of [
      "0.0.0.0/0",
      "::/0",
      "proxy.local",
      "10.0.0.0/33",
      "10.0.0.0/",
      "10.0.0.0/8/8",
      "10.0.0",
      "",
    ]) {
      expect(trustedPeers([wrong])).toEqual({ wrong });
    }
  });
});
