import { type EmbeddedMetric, embedded } from "./embedded-metric";

/** Fields of one log line. Never a body, item, token or header, because log groups outlive the data. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const SEVERITY = { DEBUG: 10, INFO: 20, WARN: 30, ERROR: 40 } as const;

type Level = keyof typeof SEVERITY;

let coldStart = true;

/**
 * Writes one JSON object per line with the keys of Powertools for AWS Lambda, so that its queries and dashboards work.
 * Not the library itself: its logger adds 60 KB to 20 KB of our own code in the bundle.
 */
export class Logger {
  private readonly keys: LogFields;

  private constructor(keys: LogFields) {
    this.keys = keys;
  }

  /** A logger for work that several invocations share. */
  static ofProcess(): Logger {
    return new Logger({ service: serviceName(), region: process.env.AWS_REGION });
  }

  /** The logger of one invocation. The first invocation of an execution environment logs `cold_start: true`. */
  static ofInvocation(context: { readonly awsRequestId: string; readonly functionName: string }): Logger {
    const keys = {
      service: serviceName(),
      cold_start: coldStart,
      function_name: context.functionName,
      function_request_id: context.awsRequestId,
      region: process.env.AWS_REGION,
      xray_trace_id: process.env._X_AMZN_TRACE_ID?.match(/Root=([^;]+)/)?.[1],
    };
    coldStart = false;
    return new Logger(keys);
  }

  /** The same logger with more keys on every line. */
  with(keys: LogFields): Logger {
    return new Logger({ ...this.keys, ...keys });
  }

  info(message: string, fields: LogFields = {}): void {
    this.write("INFO", message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.write("WARN", message, fields);
  }

  error(message: string, error: unknown, fields: LogFields = {}): void {
    this.write("ERROR", message, { ...fields, ...describeError(error) });
  }

  /** Writes a line from which CloudWatch Logs extracts a metric. It is written at every log level. */
  metric(message: string, metric: EmbeddedMetric, fields: LogFields = {}): void {
    this.writeLine("INFO", message, { ...fields, ...embedded(metric, Date.now()) });
  }

  private write(level: Level, message: string, fields: LogFields): void {
    if (SEVERITY[level] >= threshold()) {
      this.writeLine(level, message, fields);
    }
  }

  private writeLine(level: Level, message: string, fields: object): void {
    const line = { level, message, timestamp: new Date().toISOString(), ...this.keys, ...fields };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

function serviceName(): string {
  return process.env.POWERTOOLS_SERVICE_NAME ?? "items";
}

function threshold(): number {
  return SEVERITY[(process.env.POWERTOOLS_LOG_LEVEL ?? "INFO").toUpperCase() as Level] ?? SEVERITY.INFO;
}

/** Name, message and stack trace of an error, for the log only. */
function describeError(error: unknown): LogFields {
  return error instanceof Error
    ? { exception_name: error.name, exception_message: error.message, stack_trace: error.stack }
    : { exception_name: typeof error, exception_message: String(error) };
}
