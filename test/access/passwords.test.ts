import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkNewPassword } from "../../src/access/passwords/check-new-password.ts";
import { hashPassword, verifyPassword } from "../../src/access/passwords/password-hash.ts";

const list = readFileSync(new URL("../../passwords/common.txt", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");

describe("statement 6, passwords", () => {
  it("have 12 to 128 characters, whichever", async () => {
    for (const good of ["å∂ƒ©˙∆˚¬…æ≈ç", "  spaces count  ", "x7".repeat(64), "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧"]) {
      await expect(checkNewPassword(good, "ada")).resolves.toBeUndefined();
    }
    for (const bad of ["", "elevenchars", "🦊🐻🐼🐨🐯🦁", "x7".repeat(64) + "y"]) {
      await expect(checkNewPassword(bad, "ada")).rejects.toMatchObject({ code: "PASSWORD_REFUSED" });
    }
  });

  it("are none of 3,000 that everybody tries first, in whatever case, nor the name twice", async () => {
    expect(new Set(list).size).toBe(3000);
    expect(list.filter((word) => word.length < 12 || word !== word.toLowerCase())).toEqual([]);
    for (const bad of ["1qaz2wsx3edc", "PasswordPassword", "123456789987654321", "ada.lovelace.ada.lovelace"]) {
      await expect(checkNewPassword(bad, "ada.lovelace")).rejects.toMatchObject({ code: "PASSWORD_REFUSED" });
    }
  });

  it("are in no message about them", async () => {
    await expect(checkNewPassword("qwertyuiop123", "ada")).rejects.not.toThrow(/qwertyuiop123/);
    await expect(checkNewPassword("elevenchars", "ada")).rejects.not.toThrow(/elevenchars/);
  });

  it("are kept as argon2id with OWASP's cost and a salt of their own", async () => {
    const [one, other] = [await hashPassword("copper lantern"), await hashPassword("copper lantern")];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword("copper lantern", one)).toBe(true);
    for (const wrong of ["Copper lantern", "copper lantern ", "copper lanter", ""]) {
      expect(await verifyPassword(wrong, one)).toBe(false);
    }
  });

  it("of nobody are never right", async () => {
    expect(await verifyPassword("", null)).toBe(false);
    expect(await verifyPassword("copper lantern", null)).toBe(false);
  });

  it("are hashed one at a time, and no crowd waits without end", async () => {
    const crowd = await Promise.allSettled(Array.from({ length: 34 }, () => verifyPassword("x", null)));
    const refused = crowd.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ reason: { code: "RATE_LIMITED" } });
    expect(await verifyPassword("x", null)).toBe(false);
  });
});
