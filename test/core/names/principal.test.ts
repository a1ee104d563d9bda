import { describe, expect, it } from "vitest";
import {
  includesRole,
  isRole,
  lesserRole,
  mayTouchDag,
  PRINCIPAL_KINDS,
  type PrincipalKind,
  type Principal,
  ROLES,
} from "../../../src/core/names/principal.ts";

const kinds: readonly PrincipalKind[] = PRINCIPAL_KINDS;
const limited: Principal = { kind: "token", id: "1", name: "grafana", role: "viewer", dags: ["nightly"] };

describe("roles", () => {
  it("include all that the ones before may, and nothing of those behind", () => {
    const allowed = ROLES.map((role) => ROLES.map((needed) => includesRole(role, needed)));
    expect(allowed).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it("are never raised by what is taken together", () => {
    expect(lesserRole("admin", "viewer")).toBe("viewer");
    expect(lesserRole("viewer", "operator")).toBe("viewer");
    expect(lesserRole("admin", "admin")).toBe("admin");
  });

  it("are a closed list", () => {
    expect(["viewer", "Admin", "root", "toString"].map(isRole)).toEqual([true, false, false, false]);
    expect(kinds).toHaveLength(4);
  });
});

it("a token that is limited to DAGs may touch no other one", () => {
  expect([mayTouchDag(limited, "nightly"), mayTouchDag(limited, "nightly2")]).toEqual([true, false]);
  expect(mayTouchDag({ dags: null }, "any")).toBe(true);
  expect(mayTouchDag({ dags: [] }, "any")).toBe(false);
});
