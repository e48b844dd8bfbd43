import { readWords } from "../shared/options";
import { UsageError } from "../shared/usage-error";

/** Steps of a rotation, in their order. `cancel` ends one before `finish`. */
const STEPS = ["start", "finish", "cancel"] as const;

export interface RotateOptions {
  readonly step: (typeof STEPS)[number];
  /** Name of the environment. */
  readonly environment: string;
  /** File with the new secret in JSON. @default a generated pre-shared key */
  readonly secretFile?: string | undefined;
}

/** @throws UsageError for an option that is missing, unknown or has a wrong value, and for other than one step */
export function rotateOptions(args: readonly string[]): RotateOptions {
  const { words, options } = readWords(
    args,
    "npm run vpn:rotate --",
    { name: "step", known: STEPS },
    { environment: { value: "<name>", required: true }, "secret-file": { value: "<file>" } },
  );
  const [step, ...others] = words;
  if (step === undefined || others.length > 0) {
    throw new UsageError(
      `step must be one of ${STEPS.join(", ")}, got ${args.includes(`${step}`) ? words.join(", ") : "none"}`,
    );
  }
  const { environment, "secret-file": secretFile } = options;
  if (secretFile !== undefined && step !== "start") {
    throw new UsageError(`--secret-file must only be given with start, got ${step}`);
  }
  return { step: step as RotateOptions["step"], environment, secretFile };
}
