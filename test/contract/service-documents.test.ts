import { expect, it } from "vitest";
import { serviceDocumentOf } from "./support/service-document-of.ts";

it("a document of the service is held to its schema, whole and without a key more", () => {
  const page = { items: [], next_cursor: null, total: { count: 0, at_least: false } };
  expect(serviceDocumentOf("run_page", page)).toEqual(page);
  expect(() => serviceDocumentOf("run_page", { ...page, ["more"]: 1 } as typeof page)).toThrow(
    /no document "run_page"/,
  );
});
