import { everything } from "../helpers/stacks";
import { ACTIVE_ACTIVE } from "./active-active";
import { ALARMS } from "./alarms";
import { API_LIMITS } from "./api-limits";
import { BACKUPS } from "./backups";
import { BUCKETS } from "./buckets";
import { DATA } from "./data";
import { DESCRIPTIONS } from "./descriptions";
import { EDGE } from "./edge";
import { ENCRYPTION } from "./encryption";
import { EVACUATION } from "./evacuation";
import { HEALTH_METRICS } from "./health-metrics";
import { HEALTH_ROUTING } from "./health-routing";
import { HOST_RULES } from "./hosts";
import { IDENTITY } from "./identity";
import { LOCAL_ZONES } from "./local-zones";
import { LOGGING } from "./logging";
import { NAMES } from "./names";
import { NETWORK } from "./network";
import { REGION_STATES } from "./region-states";
import { RELEASES } from "./releases";
import { estateOf, type Rule } from "./rule";
import { SECRETS } from "./secrets";
import { SECURITY_GROUPS } from "./security-groups";
import { SERVICE_ACCESS } from "./service-access";
import { STACKS } from "./stacks";
import { TAGS } from "./tags";

/** The rules, one file per subject. They share one synthesis of every stack. */
const THEMES: Readonly<Record<string, readonly Rule[]>> = {
  stacks: STACKS,
  tags: TAGS,
  names: NAMES,
  descriptions: DESCRIPTIONS,
  network: NETWORK,
  "security groups": SECURITY_GROUPS,
  edge: EDGE,
  data: DATA,
  backups: BACKUPS,
  "active-active": ACTIVE_ACTIVE,
  "health and routing": HEALTH_ROUTING,
  "states of regions": REGION_STATES,
  "metrics of health": HEALTH_METRICS,
  "limits of APIs": API_LIMITS,
  releases: RELEASES,
  evacuation: EVACUATION,
  hosts: HOST_RULES,
  encryption: ENCRYPTION,
  buckets: BUCKETS,
  logging: LOGGING,
  alarms: ALARMS,
  identity: IDENTITY,
  "access of services": SERVICE_ACCESS,
  secrets: SECRETS,
  "local zones": LOCAL_ZONES,
};

const estate = everything();

describe.each(Object.entries(THEMES))("%s:", (_, rules) => {
  describe.each(rules.map((rule) => [rule.rule, rule] as const))("%s", (__, { check, good, bad, environments }) => {
    it("holds in every stack", () => {
      expect(check(estate)).toEqual([]);
    });

    it("accepts a stack that complies", () => {
      expect(check(estateOf(good, environments))).toEqual([]);
    });

    it.each(Object.entries(bad))("reports %s", (___, fixture) => {
      expect(check(estateOf(fixture, environments))).not.toEqual([]);
    });
  });
});
