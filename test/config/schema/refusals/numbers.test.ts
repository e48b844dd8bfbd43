import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { "threeTier.data.mysql.monitoringIntervalSeconds": 2 },
    ["threeTier.data.mysql.monitoringIntervalSeconds must be 0, 1, 5, 10, 15, 30 or 60, got 2"],
  ],
  [
    { "threeTier.data.mysql.monitoringIntervalSeconds": -1 },
    ["threeTier.data.mysql.monitoringIntervalSeconds must be 0, 1, 5, 10, 15, 30 or 60, got -1"],
  ],
  [
    { "threeTier.data.mysql.monitoringIntervalSeconds": "60" },
    ['threeTier.data.mysql.monitoringIntervalSeconds must be 0, 1, 5, 10, 15, 30 or 60, got "60"'],
  ],
  [
    { "threeTier.data.mysql.monitoringIntervalSeconds": 0.5 },
    ["threeTier.data.mysql.monitoringIntervalSeconds must be 0, 1, 5, 10, 15, 30 or 60, got 0.5"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": Number.NaN },
    ["threeTier.data.mysql.readReplicas must be a finite number, got NaN; write the value itself"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": Number.POSITIVE_INFINITY },
    ["threeTier.data.mysql.readReplicas must be a finite number, got Infinity; write the value itself"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": 1e21 },
    ["threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got 1e+21"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": "1" },
    ['threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got "1"; write it without quotes'],
  ],
  [
    { "threeTier.data.mysql.readReplicas": null },
    ["threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got null"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": -1 },
    ["threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got -1"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": 1.5 },
    ["threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got 1.5"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": true },
    ["threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got true"],
  ],
  [
    { "threeTier.data.mysql.readReplicas": 16 },
    ["threeTier.data.mysql.readReplicas must be a whole number from 0 to 15, got 16"],
  ],
  [
    { "threeTier.data.mysql.maxAllocatedStorageGiB": 19 },
    ["threeTier.data.mysql.maxAllocatedStorageGiB must be a whole number from 20 to 65536, got 19"],
  ],
  [
    { "threeTier.data.mysql.maxAllocatedStorageGiB": 65537 },
    ["threeTier.data.mysql.maxAllocatedStorageGiB must be a whole number from 20 to 65536, got 65537"],
  ],
  [
    { "auroraApi.data.maxAcu": 0 },
    [
      "auroraApi.data.maxAcu must be from 0.5 to 256 in steps of 0.5, got 0; a cluster behind RDS Proxy never pauses at 0",
    ],
  ],
  [
    { "auroraApi.data.maxAcu": 0.3 },
    [
      "auroraApi.data.maxAcu must be from 0.5 to 256 in steps of 0.5, got 0.3; a cluster behind RDS Proxy never pauses at 0",
    ],
  ],
  [
    { "auroraApi.data.maxAcu": 257 },
    [
      "auroraApi.data.maxAcu must be from 0.5 to 256 in steps of 0.5, got 257; a cluster behind RDS Proxy never pauses at 0",
    ],
  ],
  [
    { "auroraApi.data.maxAcu": Number.NaN },
    ["auroraApi.data.maxAcu must be a finite number, got NaN; write the value itself"],
  ],
  [
    { "auroraApi.data.maxAcu": "4" },
    [
      'auroraApi.data.maxAcu must be from 0.5 to 256 in steps of 0.5, got "4"; a cluster behind RDS Proxy never pauses at 0',
    ],
  ],
  [
    { "threeTier.logRetentionInDays": 0 },
    [
      "threeTier.logRetentionInDays must be one of the retention periods of CloudWatch Logs (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653), got 0",
    ],
  ],
  [
    { "threeTier.logRetentionInDays": 2 },
    [
      "threeTier.logRetentionInDays must be one of the retention periods of CloudWatch Logs (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653), got 2",
    ],
  ],
  [
    { "threeTier.logRetentionInDays": 366 },
    [
      "threeTier.logRetentionInDays must be one of the retention periods of CloudWatch Logs (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653), got 366",
    ],
  ],
  [
    { "threeTier.logRetentionInDays": "30" },
    [
      'threeTier.logRetentionInDays must be one of the retention periods of CloudWatch Logs (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653), got "30"',
    ],
  ],
  [
    { "threeTier.logRetentionInDays": Number.NaN },
    ["threeTier.logRetentionInDays must be a finite number, got NaN; write the value itself"],
  ],
  [
    { "threeTier.app.targetGroup.slowStartSeconds": 1 },
    ["threeTier.app.targetGroup.slowStartSeconds must be 0, or a whole number from 30 to 900, got 1"],
  ],
  [
    { "threeTier.app.targetGroup.slowStartSeconds": 29 },
    ["threeTier.app.targetGroup.slowStartSeconds must be 0, or a whole number from 30 to 900, got 29"],
  ],
  [
    { "threeTier.app.targetGroup.slowStartSeconds": 901 },
    ["threeTier.app.targetGroup.slowStartSeconds must be 0, or a whole number from 30 to 900, got 901"],
  ],
  [
    { "threeTier.app.targetGroup.slowStartSeconds": -30 },
    ["threeTier.app.targetGroup.slowStartSeconds must be 0, or a whole number from 30 to 900, got -30"],
  ],
  [
    { "threeTier.app.targetGroup.slowStartSeconds": 30.5 },
    ["threeTier.app.targetGroup.slowStartSeconds must be 0, or a whole number from 30 to 900, got 30.5"],
  ],
  [
    { "threeTier.app.targetGroup.slowStartSeconds": "0" },
    [
      'threeTier.app.targetGroup.slowStartSeconds must be 0, or a whole number from 30 to 900, got "0"; write it without quotes',
    ],
  ],
  [
    { "localZone.secretRecoveryInDays": 3 },
    ["localZone.secretRecoveryInDays must be 0, or a whole number from 7 to 30, got 3"],
  ],
  [
    { "localZone.secretRecoveryInDays": 31 },
    ["localZone.secretRecoveryInDays must be 0, or a whole number from 7 to 30, got 31"],
  ],
  [
    { "localZone.secretRecoveryInDays": -1 },
    ["localZone.secretRecoveryInDays must be 0, or a whole number from 7 to 30, got -1"],
  ],
  [
    { "localZone.secretRecoveryInDays": "0" },
    ['localZone.secretRecoveryInDays must be 0, or a whole number from 7 to 30, got "0"; write it without quotes'],
  ],
  [{ "auroraApi.vpn.port": 8443 }, ["auroraApi.vpn.port must be 443 or 1194, got 8443"]],
  [{ "auroraApi.vpn.port": 80 }, ["auroraApi.vpn.port must be 443 or 1194, got 80"]],
  [{ "auroraApi.vpn.port": "443" }, ['auroraApi.vpn.port must be 443 or 1194, got "443"']],
  [{ "auroraApi.vpn.sessionTimeoutHours": 9 }, ["auroraApi.vpn.sessionTimeoutHours must be 8, 10, 12 or 24, got 9"]],
  [
    { "auroraApi.vpn.sessionTimeoutHours": "12" },
    ['auroraApi.vpn.sessionTimeoutHours must be 8, 10, 12 or 24, got "12"'],
  ],
  [
    { "activeActive.regions.0.weight": -1 },
    ["activeActive.regions[0].weight must be a whole number from 0 to 255, got -1"],
  ],
  [
    { "activeActive.regions.0.weight": 256 },
    ["activeActive.regions[0].weight must be a whole number from 0 to 255, got 256"],
  ],
  [
    { "threeTier.deletionProtection": "true" },
    ['threeTier.deletionProtection must be a boolean, got "true"; write it without quotes'],
  ],
  [{ "threeTier.deletionProtection": 1 }, ["threeTier.deletionProtection must be a boolean, got 1"]],
  [{ "threeTier.deletionProtection": "yes" }, ['threeTier.deletionProtection must be a boolean, got "yes"']],
  [{ "activeActive.api.webAcl": "off" }, ['activeActive.api.webAcl must be "none" or an object, got "off"']],
  [
    { "activeActive.api.webAcl": { requests: 5 } },
    ["activeActive.api.webAcl.requests must not be set, because there is no such field, got 5; check its spelling"],
  ],
  [
    { "activeActive.api.webAcl": { requestsPer5Minutes: 9 } },
    ["activeActive.api.webAcl.requestsPer5Minutes must be a whole number from 10 to 2000000000, got 9"],
  ],
  [{ "activeActive.api.webAcl": null }, ['activeActive.api.webAcl must be "none" or an object, got null']],
];

describe("a number", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
