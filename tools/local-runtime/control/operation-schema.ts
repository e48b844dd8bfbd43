import { z } from "zod";
import { REGIONS } from "../../../config/schema/fields/regions";
import { describeIssues } from "../../../config/schema/report";
import { UsageError } from "../../shared/usage-error";
import type { Operation } from "./operation";

/** Characters of a drill's message. The page shows it in one banner. */
const LONGEST_MESSAGE = 200;
/** Bytes of a path. API Gateway's limit for a URL is higher, but an item's identifier has 2,048 bytes, each of which may be `%xx`. */
const LONGEST_PATH = 8192;

/** A request for the shared name, as the page sends it. */
export interface RequestToSend {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string | undefined;
}

const requestSchema = z.strictObject({
  method: z.enum(["GET", "POST"]),
  path: z
    .string()
    .max(LONGEST_PATH)
    .regex(
      /^\/(?!\/)[!-~]*$/,
      "must start with one / and have visible ASCII characters only; encode the others as %xx",
    ),
  body: z.string().optional(),
});

function operationSchema(names: readonly string[]) {
  const region = z.enum(names);
  const only = <Type extends string>(type: Type) => z.strictObject({ type: z.literal(type), region });
  const link = <Type extends string>(type: Type) =>
    z.strictObject({ type: z.literal(type), from: region, to: region }).refine(({ from, to }) => from !== to, {
      path: ["to"],
      message: "must be another region than from; replication is between two regions",
    });
  return z.discriminatedUnion("type", [
    only("fail"),
    only("fail-writes"),
    z.strictObject({ type: z.literal("slow"), region, ms: z.int().min(1).max(60_000) }),
    z.strictObject({
      type: z.literal("health-status"),
      region,
      status: z.int().refine((status) => status === 200 || (status >= 400 && status <= 599), {
        message: "must be 200, or from 400 to 599; 200 makes the region healthy again",
      }),
    }),
    only("heal"),
    only("drain"),
    only("undrain"),
    link("sever"),
    link("mend"),
    z.strictObject({ type: z.literal("clients"), region: z.enum(REGIONS, "must be a region of AWS; e.g. eu-west-1") }),
    z.strictObject({ type: z.literal("drill"), message: z.string().min(1).max(LONGEST_MESSAGE).optional() }),
  ]);
}

/**
 * Checks an operation that a client sent.
 *
 * @param regions names of the runtime's regions
 * @throws UsageError with the first problem
 */
export function parseOperation(input: unknown, regions: readonly string[]): Operation {
  return parse(operationSchema(regions), input) as Operation;
}

/** @throws UsageError with the first problem */
export function parseRequest(input: unknown): RequestToSend {
  return parse(requestSchema, input);
}

function parse<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new UsageError(`the body must be a JSON object, got ${JSON.stringify(input)?.slice(0, 80)}; send { ... }`);
  }
  const result = schema.safeParse(input);
  if (!result.success) {
    throw new UsageError(describeIssues(result.error.issues, input)[0] ?? "the body must be valid");
  }
  return result.data;
}
