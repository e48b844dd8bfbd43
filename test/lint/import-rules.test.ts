import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";

/** A line of code, and whether the linter accepts it. */
interface Sample {
  readonly code: string;
  readonly accepted: boolean;
}

/** Samples of imports in one folder or file. */
interface Row {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

/** The rooms of modules/, floor by floor: docs/adr/0003-rooms-and-floors.md. */
const FLOORS = [
  ["shared"],
  ["packaging", "security", "monitoring"],
  ["network", "dns", "firewall", "storage", "functions", "api", "hosts"],
  ["database", "web", "cdn", "hybrid"],
] as const;

/** Rooms within another room. */
const INNER_ROOMS = ["storage/backup", "hosts/flask", "database/mysql", "database/aurora", "database/migrations"];

const PROVIDER = 'import { Vpc } from "@cdktf/provider-aws/lib/vpc";';
const PROVIDER_ROOT = 'import { vpc } from "@cdktf/provider-aws";';

const ROWS: Readonly<Record<string, Row>> = {
  "main.ts": {
    accepted: [
      'import { loadEnvironments } from "./config/schema";',
      'import { traceErrorsOnly } from "./cdktf-process";',
      'import { CompositionError } from "./stacks/composition-error";',
      'import { composeDeployment } from "./stacks/compositions";',
      'import { PartialApp } from "./stacks/partial-app";',
    ],
    refused: [
      PROVIDER,
      'import { composeThreeTier } from "./stacks/three-tier";',
      'import { Vpc } from "./modules/network/vpc";',
      'import type { VpcProps } from "./modules/network/vpc";',
      'import { ThreeTierAppStack } from "./stacks/three-tier/app-stack";',
      'import { readStacks } from "./tools/shared/synthesize";',
    ],
  },
  "config/sample.ts": {
    accepted: ['import type { EnvironmentInput } from "./schema";'],
    refused: [
      'import { z } from "zod";',
      'import { readFileSync } from "node:fs";',
      'import type { Vpc } from "../modules/network/vpc";',
      'import dev from "./dev";',
    ],
  },
  "config/schema/sample.ts": {
    accepted: [
      'import { z } from "zod";',
      'import { region } from "./fields/values";',
      'import { threeTierSection } from "./three-tier";',
      'import { overlaps } from "../../modules/shared/cidr";',
    ],
    refused: [
      PROVIDER,
      'import { App } from "cdktf";',
      'import { readFileSync } from "node:fs";',
      'import { bundleFunction } from "../../modules/packaging/assets";',
      'import { Vpc } from "../../modules/network/vpc";',
      'import type { NetworkFacts } from "../../stacks/three-tier/network-stack";',
    ],
  },
  "config/schema/three-tier/sample.ts": {
    accepted: [
      'import { z } from "zod";',
      'import { network } from "./network";',
      'import { region } from "../fields/values";',
      'import { overlaps } from "../../../modules/shared/cidr";',
      'import { regionsByState } from "../../../modules/shared/region-states";',
    ],
    refused: [
      PROVIDER,
      'import { auroraApiSection } from "../aurora-api";',
      'import { vpn } from "../aurora-api/vpn";',
      'import { readFileSync } from "node:fs";',
      'import { bundleFunction } from "../../../modules/packaging/assets";',
      'import { Vpc } from "../../../modules/network/vpc";',
    ],
  },
  "stacks/three-tier/sample.ts": {
    accepted: [
      PROVIDER,
      'import { TerraformOutput } from "cdktf";',
      'import type { Construct } from "constructs";',
      'import type { Environment, ThreeTierConfig } from "../../config/schema";',
      'import { type Environment } from "../../config/schema";',
      'import { BaseStack } from "../base-stack";',
      'import { TieredNetworkStack } from "../tiered-network-stack";',
      'import { ThreeTierDataStack } from "./data-stack";',
      'import { Vpc } from "../../modules/network/vpc";',
    ],
    refused: [
      PROVIDER_ROOT,
      'import { loadEnvironments } from "../../config/schema";',
      'import dev from "../../config/dev";',
      'import { environmentSchema } from "../../config/schema/environment";',
      'import { TableStack } from "../active-active/table-stack";',
      'import type { TableFacts } from "../active-active/table-stack";',
      'export { TableStack } from "../active-active";',
      'import { handler } from "../../lambdas/mysql-rotation/handler";',
      'import { control } from "../../policies/controls";',
      'import { readFileSync } from "node:fs";',
    ],
  },
  "stacks/compositions.ts": {
    accepted: [
      'import type { composeState } from "./state";',
      'import type { ArchitectureName, Deployment, Environment } from "../config/schema";',
    ],
    refused: [
      'import { select } from "../config/schema";',
      'import type { ThreeTierAppStack } from "./three-tier/app-stack";',
      'import { BaseStack } from "./base-stack";',
    ],
  },
  "stacks/base-stack.ts": {
    accepted: [
      PROVIDER,
      'import type { Environment } from "../config/schema";',
      'import { arnOf } from "../modules/shared/arn";',
      'import { TieredNetworkStack } from "./tiered-network-stack";',
    ],
    refused: [
      'import { parseEnvironment } from "../config/schema";',
      'import { StateStack } from "./state/state-stack";',
      PROVIDER_ROOT,
    ],
  },
  "modules/shared/sample.ts": {
    accepted: ['import { ensure } from "./errors";', 'import { Address4 } from "ip-address";'],
    refused: [
      PROVIDER,
      'import { Token } from "cdktf";',
      'import { Construct } from "constructs";',
      'import { readFileSync } from "node:fs";',
      'import { Vpc } from "../network/vpc";',
    ],
  },
  "modules/packaging/sample.ts": {
    accepted: [
      'import { buildSync } from "esbuild";',
      'import { readFileSync } from "node:fs";',
      'import { ensure } from "../shared/errors";',
    ],
    refused: [
      'import { execSync } from "node:child_process";',
      'import { hostname } from "node:os";',
      'import { Token } from "cdktf";',
      PROVIDER,
      ...refusedRooms("packaging").flatMap((other) => withType(importFrom(`../${other}`))),
    ],
  },
  ...Object.fromEntries(
    FLOORS.slice(1)
      .flat()
      .filter((room) => room !== "packaging")
      .map((room) => [`modules/${room}/sample.ts`, roomRow(room)]),
  ),
  ...Object.fromEntries(INNER_ROOMS.map((room) => [`modules/${room}/sample.ts`, innerRoomRow(room)])),
  "modules/hosts/cloud-config.ts": {
    accepted: [
      'import { gzipSync } from "fflate";',
      'import { Fn } from "cdktf";',
      importFrom("."),
      importFrom("../packaging"),
    ],
    refused: [
      PROVIDER,
      'import { readFileSync } from "node:fs";',
      ...refusedRooms("hosts").flatMap((other) => withType(importFrom(`../${other}`))),
    ],
  },
  "policies/sample.ts": {
    accepted: [PROVIDER, 'import { App } from "cdktf";', 'import { noOpenPorts } from "./network";'],
    refused: [
      'import type { ThreeTierAppStack } from "../stacks/three-tier/app-stack";',
      'import { Vpc } from "../modules/network/vpc";',
      'import { ensure } from "../modules/shared/errors";',
      PROVIDER_ROOT,
    ],
  },
  "lambdas/mysql-rotation/sample.ts": {
    accepted: [
      'import { rotate } from "./core";',
      'import { log } from "../shared/log";',
      'import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";',
      'import { connect } from "node:tls";',
    ],
    refused: [
      'import { Token } from "cdktf";',
      'import { Construct } from "constructs";',
      PROVIDER,
      'import { ensure } from "../../modules/shared/errors";',
      'import type { ThreeTierConfig } from "../../config/schema";',
      'import { StateStack } from "../../stacks/state/state-stack";',
      'import { core } from "../other-function/core";',
    ],
  },
  "lambdas/items/health/sample.ts": {
    accepted: [
      'import { check } from "./core";',
      'import { ItemTable } from "../item-table";',
      'import { ItemId } from "../model/item-id";',
      'import { log } from "../../shared/logger";',
    ],
    refused: [
      PROVIDER,
      'import { rotate } from "../../mysql-rotation/core";',
      'import { ensure } from "../../../modules/shared/errors";',
      'import type { Environment } from "../../../config/schema";',
    ],
  },
  "tools/emulator/sample.ts": emulatorRow(""),
  "tools/emulator/protocol/sample.ts": emulatorRow("../"),
  "tools/emulator/actions/ec2/sample.ts": emulatorRow("../../"),
  "tools/plan/sample.ts": {
    accepted: [
      'import { loadEnvironments } from "../../config/schema";',
      'import { rotate } from "../../lambdas/mysql-rotation/core";',
      'import { runProgram } from "../shared/program";',
    ],
    refused: [
      'import { arnOf } from "../../modules/shared/arn";',
      'import type { NetworkFacts } from "../../stacks/three-tier/network-stack";',
      PROVIDER,
      PROVIDER_ROOT,
      'import { App } from "cdktf";',
    ],
  },
  "test/sample.test.ts": {
    accepted: [PROVIDER, 'import { Vpc } from "../modules/network/vpc";', 'import { readFileSync } from "node:fs";'],
    refused: [PROVIDER_ROOT, 'import type { vpc } from "@cdktf/provider-aws";'],
  },
};

/** A room may import itself, lower floors, CDKTF and the provider. */
function roomRow(room: string): Row {
  return {
    accepted: [
      PROVIDER,
      'import { Token } from "cdktf";',
      'import { Construct } from "constructs";',
      'import { Other } from "./other";',
      ...lowerRooms(room).map((lower) => importFrom(`../${lower}`)),
    ],
    refused: [
      PROVIDER_ROOT,
      'import { request } from "node:https";',
      'import { BaseStack } from "../../stacks/base-stack";',
      'import type { Environment } from "../../config/schema";',
      'import { handler } from "../../lambdas/mysql-rotation/handler";',
      'import { control } from "../../policies/controls";',
      `export { Thing } from "../../tools/thing";`,
      'const thing = await import("../../config/schema");',
      'import { readFileSync } from "node:fs";',
      ...refusedRooms(room).flatMap((other) => withType(importFrom(`../${other}`))),
    ],
  };
}

/** A room within another room may also import the outer room and its other inner rooms. */
function innerRoomRow(inner: string): Row {
  const [outer = ""] = inner.split("/");
  const siblings = INNER_ROOMS.filter((other) => other.startsWith(`${outer}/`));
  // Pure functions that check SQL files, for the function and for the room that archives the files.
  const checks = importFrom("../../../lambdas/shared/migrations");
  const isOfMigrations = inner === "database/migrations";
  return {
    accepted: [
      ...(isOfMigrations ? [checks] : []),
      PROVIDER,
      importFrom("."),
      importFrom(".."),
      ...siblings.map((sibling) => importFrom(`../${sibling.slice(outer.length + 1)}`)),
      ...lowerRooms(outer).map((lower) => importFrom(`../../${lower}`)),
    ],
    refused: [
      PROVIDER_ROOT,
      'import { readFileSync } from "node:fs";',
      'import { BaseStack } from "../../../stacks/base-stack";',
      'import type { Environment } from "../../../config/schema";',
      importFrom("../../../lambdas/shared"),
      ...(isOfMigrations ? [] : [checks]),
      ...refusedRooms(outer).flatMap((other) => withType(importFrom(`../../${other}`))),
    ],
  };
}

/** A file of the emulator, with the path to the emulator's folder. */
function emulatorRow(up: string): Row {
  return {
    accepted: [
      'import { createServer } from "node:http";',
      importFrom("."),
      importFrom(up === "" ? "./protocol" : `${up}protocol`),
    ],
    refused: [
      'import { App } from "cdktf";',
      PROVIDER,
      importFrom(`${up}../shared`),
      importFrom(`${up}../ci`),
      importFrom(`${up}../../config`),
      importFrom(`${up}../../modules/shared`),
    ],
  };
}

function importFrom(folder: string): string {
  return `import { Thing } from "${folder}/thing";`;
}

function withType(line: string): string[] {
  return [line, line.replace("import", "import type")];
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => (rooms as readonly string[]).includes(room));
}

/** Every room of the lower floors, with the rooms within them. */
function lowerRooms(room: string): string[] {
  const lower: string[] = FLOORS.slice(0, floorOf(room)).flat();
  return [...lower, ...INNER_ROOMS.filter((inner) => lower.includes(inner.split("/")[0] ?? ""))];
}

/** Every other room of the same floor and of higher floors, with the rooms within them. */
function refusedRooms(room: string): string[] {
  const refused: string[] = FLOORS.slice(floorOf(room))
    .flat()
    .filter((other) => other !== room);
  return [...refused, ...INNER_ROOMS.filter((inner) => refused.includes(inner.split("/")[0] ?? ""))];
}

/** Globals that code for synthesis must not use. */
const IMPURE: Row = {
  accepted: ["export const port = 443;"],
  refused: [
    "export const now = new Date();",
    "export const name = process.env.NAME;",
    'export const page = fetch("https://example.com");',
    "export const id = crypto.randomUUID();",
    'console.log("here");',
    'export const { readFileSync } = require("node:fs");',
  ],
};

const FILES = Object.fromEntries(
  [
    ...Object.entries(ROWS),
    ...["config/pure.ts", "stacks/state/pure.ts", "modules/storage/pure.ts", "lambdas/shared/migrations/pure.ts"].map(
      (file) => [file, IMPURE] as const,
    ),
  ].map(([file, { accepted, refused }]): [string, Sample[]] => [
    file,
    [...accepted.map((code) => ({ code, accepted: true })), ...refused.map((code) => ({ code, accepted: false }))],
  ]),
);

const RULES = ["style/noRestrictedImports", "style/noRestrictedGlobals", "style/noCommonJs", "suspicious/noConsole"];

describe("the linter", () => {
  /** `file:line` of every refused line. */
  let refused: ReadonlySet<string>;

  beforeAll(async () => {
    const root = mkdtempSync(join(tmpdir(), "lint-"));
    try {
      for (const file of ["biome.json", ".gitignore"]) {
        copyFileSync(join(REPOSITORY_ROOT, file), join(root, file));
      }
      for (const [file, lines] of Object.entries(FILES)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), `${lines.map(({ code }) => code).join("\n")}\n`);
      }
      refused = await refusedLines(root);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it.each(
    Object.entries(FILES).flatMap(([file, lines]) =>
      lines.map(({ accepted, code }, line) => [accepted ? "accepts" : "refuses", file, code, line + 1] as const),
    ),
  )("%s in %s: %s", (verdict, file, _, line) => {
    expect(refused.has(`${file}:${line}`) ? "refuses" : "accepts").toBe(verdict);
  });
});

/** The findings of the linter in a folder. One run checks all samples, each in a line of its own. */
async function refusedLines(folder: string): Promise<Set<string>> {
  const biome = join(REPOSITORY_ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
  const args = ["lint", ...RULES.map((rule) => `--only=${rule}`), "--max-diagnostics=none", "--reporter=json", "."];
  const { stdout } = await runProgram(process.execPath, [biome, ...args], { cwd: folder });
  const report = JSON.parse(stdout) as { diagnostics: { location: { path: string; start: { line: number } } }[] };
  return new Set(report.diagnostics.map(({ location: { path, start } }) => `${path}:${start.line}`));
}
