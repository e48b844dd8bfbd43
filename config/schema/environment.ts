import { z } from "zod";
import { activeActiveSection } from "./active-active";
import { auroraApiSection } from "./aurora-api";
import { checkBackupCopies } from "./backup-copies";
import { checkCertificates } from "./certificates";
import { checkDomains } from "./domains";
import { failing } from "./fields/fail";
import { region } from "./fields/region";
import { accountId, kebabName } from "./fields/values";
import { localZoneSection } from "./local-zone";
import { checkNames } from "./names";
import { checkRestores } from "./restores";
import { isArchitecture } from "./selection";
import { checkTagCount, tags } from "./tags";
import { threeTierSection } from "./three-tier";
import { checkZones } from "./zones";

/** One environment: an AWS account and a section for each architecture that is deployed there. */
export const environmentSchema = z
  .strictObject({
    /** Name of the environment: first part of every stack id and second part of every physical name. */
    name: kebabName.refine((name) => !isArchitecture(name), {
      error: "must not be the name of an architecture; rename the file of the environment",
    }),
    /** Name of the project: first part of every physical name. @default "project-x" */
    project: kebabName.default("project-x"),
    /** Account that the environment is deployed to. Stacks refuse credentials of any other account. */
    accountId,
    /** Region of every stack, unless a section names its own. */
    region,
    /** Tags of every resource that supports tags, in addition to Project, Environment, Stack and ManagedBy. @default none */
    tags: tags.default({}),
    /** Three-tier web application. @default not deployed */
    threeTier: threeTierSection.optional(),
    /** Active-active backend. @default not deployed */
    activeActive: activeActiveSection.optional(),
    /** Relational API. @default not deployed */
    auroraApi: auroraApiSection.optional(),
    /** Local Zone with Direct Connect. @default not deployed */
    localZone: localZoneSection.optional(),
  })
  .superRefine((environment, context) => {
    const fail = failing(context);
    checkNames(environment, fail);
    checkZones(environment, fail);
    checkCertificates(environment, fail);
    checkBackupCopies(environment, fail);
    checkRestores(environment, fail);
    checkDomains(environment, fail);
    checkTagCount({ tags: environment.tags, usesRoute53: usesRoute53(environment) }, fail);
  });

/** Whether the environment creates a hosted zone or health checks. */
function usesRoute53({ threeTier, activeActive }: Environment): boolean {
  const hostedZone = threeTier?.network.domain?.hostedZone ?? {};
  return activeActive?.domain !== undefined || "create" in hostedZone;
}

/** A checked environment. */
export type Environment = z.output<typeof environmentSchema>;
/** The content of an environment file. Fields with a default are optional. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
