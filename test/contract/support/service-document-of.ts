import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import {
  SERVICE_DOCUMENTS,
  type ServiceDocumentName,
  type ServiceDocuments,
} from "../../../src/contract/service-documents.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

/** What the other side reads of a document. @throws Error unless it is the one of this name, whole and without a key more */
export function serviceDocumentOf<Name extends ServiceDocumentName>(
  name: Name,
  document: ServiceDocuments[Name],
): ServiceDocuments[Name] {
  const sent: unknown = JSON.parse(JSON.stringify(document));
  if (isDocument(name, sent)) return sent;
  throw new Error(`It is no document "${name}": ${ajv.errorsText()}\n${JSON.stringify(sent).slice(0, 2000)}`);
}

function isDocument<Name extends ServiceDocumentName>(name: Name, sent: unknown): sent is ServiceDocuments[Name] {
  return ajv.validate(SERVICE_DOCUMENTS[name], sent);
}
