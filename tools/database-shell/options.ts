import { readOptions } from "../shared/options";
import { UsageError } from "../shared/usage-error";

/** Database users that people may connect as, and the ways to the database. The first way is the default. */
const ARCHITECTURES = {
  "aurora-api": { roles: ["reader", "migrator"], ways: ["vpn", "session-manager"] },
  "three-tier": { roles: ["reader", "application", "master"], ways: ["session-manager"] },
} as const;

export type ShellArchitecture = keyof typeof ARCHITECTURES;
type Rules = (typeof ARCHITECTURES)[ShellArchitecture];
export type ShellRole = Rules["roles"][number];
type ShellWay = Rules["ways"][number];

export interface ShellOptions {
  /** Name of the environment. */
  readonly environment: string;
  readonly architecture: ShellArchitecture;
  readonly role: ShellRole;
  readonly through: ShellWay;
  /** Instance of the Session Manager session. Undefined: a bastion of the architecture. */
  readonly instance: string | undefined;
  /** Assumes the access role of the database user, instead of the caller's own credentials. */
  readonly assume: boolean;
  /** Prints the command instead of running it. */
  readonly print: boolean;
}

const OPTIONS = {
  environment: { value: "<name>", required: true },
  role: { value: "reader|migrator|application|master", required: true },
  architecture: { value: "aurora-api|three-tier" },
  through: { value: "vpn|session-manager" },
  instance: { value: "<id>" },
  assume: {},
  print: {},
} as const;

/** @throws UsageError for an option that is missing, unknown, wrong, or not possible together with another one */
export function shellOptions(args: readonly string[]): ShellOptions {
  const given = readOptions(args, "npm run database:shell --", OPTIONS);
  const architecture = oneOf("architecture", Object.keys(ARCHITECTURES) as ShellArchitecture[], given.architecture);
  const { roles, ways } = ARCHITECTURES[architecture];
  const suffix = ` with --architecture ${architecture}`;
  const options = {
    ...given,
    architecture,
    role: oneOf("role", roles, given.role, suffix),
    through: oneOf("through", ways, given.through, suffix),
  };
  check(options);
  return options;
}

function check({ architecture, through, instance, assume, print }: ShellOptions): void {
  const refuse = (problem: string): never => {
    throw new UsageError(problem);
  };
  if (instance !== undefined && !/^m?i-[0-9a-f]{8,17}$/.test(instance)) {
    refuse(`--instance must be the ID of an instance, such as i-0123456789abcdef0, got ${JSON.stringify(instance)}`);
  }
  if (instance !== undefined && through !== "session-manager") {
    refuse(`--instance must be used with --through session-manager, got --through ${through}`);
  }
  if (instance === undefined && through === "session-manager" && architecture === "aurora-api") {
    refuse(
      "--instance must be given, got nothing; aurora-api has no bastion, name an instance that is in the proxy's client security group",
    );
  }
  if (print && through === "session-manager") {
    refuse("--print must be used with --through vpn, got --through session-manager; the tunnel ends with this command");
  }
  if (assume && architecture !== "aurora-api") {
    refuse(`--assume must be used with --architecture aurora-api, got ${architecture}; its users have passwords`);
  }
  if (assume && print) {
    refuse("--assume must be used without --print, got both; select a profile that assumes the role with AWS_PROFILE");
  }
}

/** The value, or the first one without a value. */
function oneOf<Value extends string>(
  option: string,
  known: readonly Value[],
  value: string | undefined,
  suffix = "",
): Value {
  const found = known.find((candidate) => candidate === (value ?? known[0]));
  if (found === undefined) {
    const rule = known.length === 1 ? known[0] : `one of ${known.join(", ")}`;
    throw new UsageError(`--${option} must be ${rule}${suffix}, got ${JSON.stringify(value)}`);
  }
  return found;
}
