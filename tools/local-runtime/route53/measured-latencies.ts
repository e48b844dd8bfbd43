/** Round-trip times between regions, in milliseconds. A pair stands in one of its two directions at least. */
export type Latencies = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Medians of one year between nine regions, rounded: https://www.cloudping.co/api/latencies?percentile=p_50&timeframe=1Y
 * Read from a public copy of that answer, which is dated 2025-10-09.
 */
export const MEASURED_LATENCIES: Latencies = {
  "us-east-1": {
    "us-west-2": 64,
    "eu-west-1": 70,
    "eu-central-1": 93,
    "ap-south-1": 191,
    "ap-southeast-1": 219,
    "ap-southeast-2": 200,
    "ap-northeast-1": 149,
    "sa-east-1": 115,
  },
  "us-west-2": {
    "eu-west-1": 118,
    "eu-central-1": 142,
    "ap-south-1": 222,
    "ap-southeast-1": 161,
    "ap-southeast-2": 141,
    "ap-northeast-1": 98,
    "sa-east-1": 175,
  },
  "eu-west-1": {
    "eu-central-1": 27,
    "ap-south-1": 126,
    "ap-southeast-1": 182,
    "ap-southeast-2": 256,
    "ap-northeast-1": 201,
    "sa-east-1": 178,
  },
  "eu-central-1": {
    "ap-south-1": 129,
    "ap-southeast-1": 161,
    "ap-southeast-2": 252,
    "ap-northeast-1": 227,
    "sa-east-1": 204,
  },
  "ap-south-1": { "ap-southeast-1": 64, "ap-southeast-2": 154, "ap-northeast-1": 134, "sa-east-1": 301 },
  "ap-southeast-1": { "ap-southeast-2": 95, "ap-northeast-1": 71, "sa-east-1": 327 },
  "ap-southeast-2": { "ap-northeast-1": 107, "sa-east-1": 312 },
  "ap-northeast-1": { "sa-east-1": 258 },
};
