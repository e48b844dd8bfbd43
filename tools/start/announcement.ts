import type { RuntimeState } from "../local-runtime/control/runtime-state";
import { LOCAL_ACCESS_KEY } from "../local-runtime/runtime/local-access-key";
import { wrappedText } from "../shared/lines";

export interface AnnouncementProps {
  readonly state: RuntimeState;
  /** URL of the page, with the token. */
  readonly page: string;
  /** Seconds from the synthesis to the first answer. */
  readonly readySeconds: number;
  /** How callers of the items routes are authorized. */
  readonly auth: "none" | "iam" | "token";
  /** Path of the health check, e.g. `/health`. */
  readonly healthPath: string;
}

/** Without a domain, clients have no name to resolve. */
const NO_NAME = "no domain in the configuration: refuses requests";

/** What a user needs to know about the runtime that has started, in lines of at most 100 columns. */
export function announcement(props: AnnouncementProps): string {
  const { state, page, readySeconds } = props;
  const { environment, sharedName, regions, notEmulated } = state;
  const places: (readonly [name: string, url: string, dnsName: string])[] = [
    ["page", page, ""],
    ["shared name", sharedName.url, sharedName.name ?? NO_NAME],
    ...regions.map(({ name, url, ownName }) => [name, url, ownName ?? ""] as const),
  ];
  return [
    `The active-active backend of ${environment} runs on this machine, ready in ${readySeconds.toFixed(1)} s:`,
    ...columns(places),
    "",
    "Try it:",
    ...examples(props).map((line) => `  ${line}`),
    "",
    speedText(state),
    ...(notEmulated.length > 0
      ? ["", ...wrappedText(`Not emulated, see the page: ${notEmulated.map(short).join("; ")}.`, "", 2)]
      : []),
    "",
    "Ctrl-C ends it. Saved changes in config, stacks, modules and lambdas apply without a new start.",
  ].join("\n");
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.slice(1).map((row) => row[column]?.length ?? 0));
  return rows.map(([name = "", url = "", dnsName = ""]) =>
    `  ${name.padEnd(width(0))}  ${url.padEnd(width(1))}  ${dnsName}`.trimEnd(),
  );
}

function examples({ state, auth, healthPath }: AnnouncementProps): string[] {
  const [first, second = first] = state.regions;
  if (!first || !second) {
    return [];
  }
  const health = `curl -i ${first.url}${healthPath}`;
  const drill = `npm run drill -- --local --environment ${state.environment} --region ${first.name}`;
  if (auth === "token") {
    return [health, drill];
  }
  const curl = (region: string, url: string) => [...(auth === "iam" ? signed(region) : ["curl \\"]), `  ${url}`];
  return [
    health,
    ...curl(first.name, `--json '{"item_id":"one"}' ${first.url}/items`),
    ...curl(second.name, `${second.url}/items/one`),
    drill,
  ];
}

/** curl signs for one region (SigV4), so it sends the request to that region. The shared name needs SigV4A. */
function signed(region: string): string[] {
  const { accessKeyId, secretAccessKey } = LOCAL_ACCESS_KEY;
  return [`curl --aws-sigv4 aws:amz:${region}:execute-api \\`, `  --user ${accessKeyId}:${secretAccessKey} \\`];
}

function speedText({ speed }: RuntimeState): string {
  return speed === 1
    ? "Health checks and TTLs take the time of AWS. `npm start -- --speed 10` makes them ten times faster."
    : `Health checks and TTLs are ${speed} times faster than on AWS.`;
}

/** Without the resource types and the reasons, which the page shows. */
function short(line: string): string {
  return line.replace(/ \(.*|[:;.] .*/s, "");
}
