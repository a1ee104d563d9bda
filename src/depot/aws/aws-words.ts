import type { ErrorCode } from "../../core/errors/error-codes.ts";

/** How errors of AWS, or of a server that speaks as S3 does, are told to people: by whose settings they can mend it. */
export interface AwsWords {
  /** Code of what is refused for good. */
  readonly refused: ErrorCode;
  /** Code of what may be asked again. */
  readonly unreachable: ErrorCode;
  /** Who answers, to begin a sentence with. */
  readonly who: string;
  /** Hints, whole sentences. */
  readonly checkRegion: string;
  readonly checkBucket: string;
  readonly checkBoth: string;
  readonly checkRights: string;
  readonly checkAll: string;
}
