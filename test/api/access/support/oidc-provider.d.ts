declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  /** What the tests use of it; the package has no types. */
  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  }
  export default Provider;
}
