import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type DocumentName, type Documents, DOCUMENTS } from "../../../src/contract/documents.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

/**
 * What a command printed under `--json`.
 *
 * @throws Error unless it is one JSON document, the one of this name, whole and without a key more
 */
export function documentOf<Name extends DocumentName>(name: Name, stdout: string): Documents[Name] {
  const document: unknown = JSON.parse(stdout);
  if (isDocument(name, document)) return document;
  throw new Error(`It is no document "${name}": ${ajv.errorsText()}\n${stdout}`);
}

function isDocument<Name extends DocumentName>(name: Name, document: unknown): document is Documents[Name] {
  return ajv.validate(DOCUMENTS[name], document);
}
