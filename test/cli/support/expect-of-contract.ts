import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { DOCUMENTS } from "../../../src/contract/documents.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const checks = Object.entries(DOCUMENTS).map(([name, schema]) => ({ name, check: ajv.compile(schema) }));

/** @throws Error unless a document is one of the contract, whole and without a key more; says what the nearest one lacks. */
export function expectOfContract(document: unknown): void {
  const wrong = checks.map(({ name, check }) => ({ name, errors: check(document) ? [] : (check.errors ?? []) }));
  if (wrong.some(({ errors }) => errors.length === 0)) return;
  const deepest = wrong.toSorted((a, b) => depthOf(b.errors) - depthOf(a.errors))[0];
  throw new Error(`No document of the contract: ${deepest?.name}: ${ajv.errorsText(deepest?.errors)}`);
}

function depthOf(errors: readonly { readonly instancePath: string }[]): number {
  return Math.max(0, ...errors.map(({ instancePath }) => instancePath.split("/").length));
}
