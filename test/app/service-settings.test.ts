import { describe, expect, it } from "vitest";
import { isTrusted } from "../../src/access/proxy/trusted-peers.ts";
import { checkExposure } from "../../src/app/service/check-exposure.ts";
import { readServiceSettings } from "../../src/app/service/service-settings.ts";

type Env = Readonly<Record<string, string>>;
const PROXY: Env = {
  NIGHTGRID_AUTH_PROXY_HEADER: "X-Forwarded-User",
  NIGHTGRID_AUTH_PROXY_TRUSTED: "10.0.0.5, 10.1.0.0/16",
  NIGHTGRID_AUTH_PROXY_ROLE_MAP: "*=viewer",
};
const OIDC: Env = {
  NIGHTGRID_PUBLIC_URL: "https://quant.example.com",
  NIGHTGRID_OIDC_ISSUER: "https://id.example.com",
  NIGHTGRID_OIDC_CLIENT_ID: "nightgrid",
  NIGHTGRID_OIDC_CLIENT_SECRET: "very secret thing",
  NIGHTGRID_OIDC_ROLE_MAP: "quants=operator, team=leads=admin",
};
const invalid = (env: Env) => {
  try {
    readServiceSettings(env);
    return null;
  } catch (error) {
    return error;
  }
};

describe("the settings of the service", () => {
  it("are loopback, port 4400, sessions of 12 hours and 7 days, and nothing else", () => {
    const { host, port, access } = readServiceSettings({ NIGHTGRID_PORT: " ", NIGHTGRID_HOME: "/x" });
    expect([host, port]).toEqual(["127.0.0.1", 4400]);
    expect(access).toMatchObject({ isLoopback: true, publicUrl: null, proxy: null, oidc: null, isDevLogin: false });
    expect(access.sessions).toEqual({ idleMs: 43_200_000, absoluteMs: 604_800_000 });
  });

  it("are those of the command line first", () => {
    const env = { NIGHTGRID_HOST: "0.0.0.0", NIGHTGRID_PORT: "1" };
    expect(readServiceSettings(env, { host: "::1", port: 5001 })).toMatchObject({ host: "::1", port: 5001 });
    expect(readServiceSettings(env)).toMatchObject({ host: "0.0.0.0", port: 1, access: { isLoopback: false } });
  });

  it("take a proxy with its networks, its headers in lower case, and a role map", () => {
    const { proxy, trusted } = readServiceSettings({ ...PROXY, NIGHTGRID_AUTH_PROXY_GROUPS_HEADER: "X-Groups" }).access;
    expect(proxy).toEqual({ header: "x-forwarded-user", groupsHeader: "x-groups", roles: new Map([["*", "viewer"]]) });
    expect(["10.0.0.5", "10.1.9.9", "10.0.0.6"].map((peer) => isTrusted(peer, trusted))).toEqual([true, true, false]);
  });

  it("know that others reach what listens on loopback behind a proxy or a public address", () => {
    expect(readServiceSettings(PROXY).access.isLoopback).toBe(false);
    expect(readServiceSettings({ NIGHTGRID_PUBLIC_URL: "https://quant.example.com" }).access.isLoopback).toBe(false);
    expect(readServiceSettings({ NIGHTGRID_PUBLIC_URL: "http://localhost:4400" }).access.isLoopback).toBe(true);
    for (const host of ["0.0.0.0", "::", "10.0.0.1", "quant.local", "127.evil.example", "localhost.evil.example"]) {
      expect(readServiceSettings({ NIGHTGRID_HOST: host }).access.isLoopback).toBe(false);
    }
  });

  it.each<[string, Env]>([
    ["NIGHTGRID_PORT", { NIGHTGRID_PORT: "65536" }],
    ["NIGHTGRID_PORT", { NIGHTGRID_PORT: "http" }],
    ["NIGHTGRID_PUBLIC_URL", { NIGHTGRID_PUBLIC_URL: "quant.example.com" }],
    ["NIGHTGRID_PUBLIC_URL", { NIGHTGRID_PUBLIC_URL: "https://me:pw@quant.example.com" }],
    ["NIGHTGRID_SESSION_IDLE", { NIGHTGRID_SESSION_IDLE: "12" }],
    ["NIGHTGRID_SESSION_ABSOLUTE", { NIGHTGRID_SESSION_ABSOLUTE: "3650d" }],
    ["NIGHTGRID_DEV_LOGIN", { NIGHTGRID_DEV_LOGIN: "true" }],
    ["NIGHTGRID_AUTH_PROXY_TRUSTED", { ...PROXY, NIGHTGRID_AUTH_PROXY_TRUSTED: "" }],
    ["NIGHTGRID_AUTH_PROXY_TRUSTED", { ...PROXY, NIGHTGRID_AUTH_PROXY_TRUSTED: "0.0.0.0/0" }],
    ["NIGHTGRID_AUTH_PROXY_ROLE_MAP", { ...PROXY, NIGHTGRID_AUTH_PROXY_ROLE_MAP: "quants=root" }],
    ["NIGHTGRID_AUTH_PROXY_ROLE_MAP", { ...PROXY, NIGHTGRID_AUTH_PROXY_ROLE_MAP: "" }],
    ["NIGHTGRID_AUTH_PROXY_HEADER", { ...PROXY, NIGHTGRID_AUTH_PROXY_HEADER: "" }],
    ["NIGHTGRID_AUTH_PROXY_HEADER", { ...PROXY, NIGHTGRID_AUTH_PROXY_HEADER: "Authorization" }],
    ["NIGHTGRID_PUBLIC_URL", { ...OIDC, NIGHTGRID_PUBLIC_URL: "" }],
    ["NIGHTGRID_OIDC_ISSUER", { ...OIDC, NIGHTGRID_OIDC_ISSUER: "" }],
    ["NIGHTGRID_OIDC_ISSUER", { ...OIDC, NIGHTGRID_OIDC_ISSUER: "http://id.example.com" }],
    ["NIGHTGRID_OIDC_CLIENT_ID", { ...OIDC, NIGHTGRID_OIDC_CLIENT_ID: "" }],
    ["NIGHTGRID_OIDC_CLIENT_SECRET", { ...OIDC, NIGHTGRID_OIDC_CLIENT_SECRET: "" }],
    ["NIGHTGRID_OIDC_ROLE_MAP", { ...OIDC, NIGHTGRID_OIDC_ROLE_MAP: "=admin" }],
  ])("are refused when %s is wrong, and say what it may be", (name, env) => {
    const error = invalid(env);
    expect(error).toMatchObject({ code: "SETTING_INVALID", message: expect.stringMatching(`^${name} `) });
    expect(error).toHaveProperty("hint", expect.stringMatching(/./));
    expect(String(error)).not.toContain("very secret thing");
  });

  it("are refused when one is misspelt: what was meant to be closed would stay open", () => {
    const error = invalid({ ...PROXY, NIGHTGRID_AUTH_PROXY_TRUSTD: "10.0.0.5" });
    expect(error).toMatchObject({ hint: `Did you mean "NIGHTGRID_AUTH_PROXY_TRUSTED"?` });
    expect(invalid({ NIGHTGRID_AUTH_DISABLED: "1" })).toMatchObject({ code: "SETTING_INVALID" });
  });
});

describe("statement 2, a service that others reach", () => {
  const check = (env: Env, facts: { hasAdmin?: boolean; isProduction?: boolean } = {}) => {
    const all = { hasAdmin: false, isProduction: false, isMounted: false, ...facts };
    return () => checkExposure(readServiceSettings(env), all);
  };
  const OPEN = { NIGHTGRID_HOST: "0.0.0.0" };

  it("does not start without an account, an identity provider or a proxy, and names the three", () => {
    expect(check({})).not.toThrow();
    for (const refused of [OPEN, { NIGHTGRID_PUBLIC_URL: "https://q.example.com" }]) {
      expect(check(refused)).toThrow(expect.objectContaining({ code: "EXPOSURE_REFUSED" }));
      expect(check(refused)).toThrow(
        expect.objectContaining({ hint: expect.stringMatching(/users add.*OIDC_ISSUER.*AUTH_PROXY_HEADER/) }),
      );
    }
    expect(check(OPEN, { hasAdmin: true })).not.toThrow();
    expect(check({ ...OPEN, ...OIDC })).not.toThrow();
    expect(check({ ...OPEN, ...PROXY })).not.toThrow();
  });

  it("never has the login of developers, nor has one in production", () => {
    const dev = { NIGHTGRID_DEV_LOGIN: "1" };
    expect(check(dev)).not.toThrow();
    for (const refused of [
      check(dev, { isProduction: true }),
      check({ ...dev, ...OPEN }, { hasAdmin: true }),
      check({ ...dev, ...OIDC }),
      check({ ...dev, ...PROXY }),
    ]) {
      expect(refused).toThrow(expect.objectContaining({ code: "EXPOSURE_REFUSED" }));
    }
  });
});
