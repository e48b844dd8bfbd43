/** Region of Route 53's API, of the metrics of health checks, and of the alarms on them. */
export const GLOBAL_REGION = "us-east-1";
