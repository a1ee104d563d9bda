import type { AwsWords } from "../../../depot/aws/aws-words.ts";

/** What people are told when AWS does not do what a backtest of `aws_batch` needs. */
export const BATCH_WORDS: AwsWords = {
  refused: "AWS_REFUSED",
  unreachable: "OUTSIDE_UNREACHABLE",
  who: "AWS",
  checkRegion: "Check `region`, or NIGHTGRID_BATCH_REGION.",
  checkBucket: "Check `bucket`, or NIGHTGRID_BATCH_BUCKET.",
  checkBoth: "Check `region` and `bucket`.",
  checkRights: "Grant the right: docs/aws-batch.md lists all that are needed.",
  checkAll: "Check `queue`, `definition` and `region`: docs/aws-batch.md says what must be there.",
};
