import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { "threeTier.data.mysql.databaseName": "mysql" },
    ['threeTier.data.mysql.databaseName must not be a database of MySQL itself, got "mysql"'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "MySQL" },
    ['threeTier.data.mysql.databaseName must not be a database of MySQL itself, got "MySQL"'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "information_schema" },
    ['threeTier.data.mysql.databaseName must not be a database of MySQL itself, got "information_schema"'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "performance_schema" },
    ['threeTier.data.mysql.databaseName must not be a database of MySQL itself, got "performance_schema"'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "sys" },
    ['threeTier.data.mysql.databaseName must not be a database of MySQL itself, got "sys"'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "innodb" },
    ['threeTier.data.mysql.databaseName must not be a database of MySQL itself, got "innodb"'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "select" },
    ['threeTier.data.mysql.databaseName must not be a reserved word of MySQL, got "select"; RDS refuses it'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "Table" },
    ['threeTier.data.mysql.databaseName must not be a reserved word of MySQL, got "Table"; RDS refuses it'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "rank" },
    ['threeTier.data.mysql.databaseName must not be a reserved word of MySQL, got "rank"; RDS refuses it'],
  ],
  [
    { "threeTier.data.mysql.databaseName": "my-db" },
    [
      'threeTier.data.mysql.databaseName must be 1 to 64 letters, digits or underscores, starting with a letter, got "my-db"',
    ],
  ],
  [
    { "threeTier.data.mysql.databaseName": "1db" },
    [
      'threeTier.data.mysql.databaseName must be 1 to 64 letters, digits or underscores, starting with a letter, got "1db"',
    ],
  ],
  [
    { "threeTier.data.mysql.databaseName": "" },
    [
      'threeTier.data.mysql.databaseName must be 1 to 64 letters, digits or underscores, starting with a letter, got "" (empty)',
    ],
  ],
  [
    { "threeTier.data.mysql.databaseName": `${"a".repeat(65)}` },
    [
      `threeTier.data.mysql.databaseName must be 1 to 64 letters, digits or underscores, starting with a letter, got "${"a".repeat(65)}"`,
    ],
  ],
  [
    { "threeTier.data.mysql.databaseName": "dätabase" },
    [
      'threeTier.data.mysql.databaseName must be 1 to 64 letters, digits or underscores, starting with a letter, got "dätabase"',
    ],
  ],
  [
    { "threeTier.data.mysql.databaseName": 5 },
    ["threeTier.data.mysql.databaseName must be a string, got 5; write it in quotes"],
  ],
  [
    { "auroraApi.data.databases": ["app", "mysql"] },
    ['auroraApi.data.databases[1] must not be a database of MySQL itself, got "mysql"'],
  ],
  [
    { "auroraApi.data.databases": ["a-b"] },
    ['auroraApi.data.databases[0] must be 1 to 64 letters, digits or underscores, starting with a letter, got "a-b"'],
  ],
  [
    { "auroraApi.data.databases": ["order"] },
    ['auroraApi.data.databases[0] must not be a reserved word of MySQL, got "order"; RDS refuses it'],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "rdsadmin" },
    ['threeTier.data.mysql.masterUsername must not be a user of RDS itself, got "rdsadmin"'],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "RDSProxyAdmin" },
    ['threeTier.data.mysql.masterUsername must not be a user of RDS itself, got "RDSProxyAdmin"'],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "rdsrepladmin" },
    ['threeTier.data.mysql.masterUsername must not be a user of RDS itself, got "rdsrepladmin"'],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "mysql.sys" },
    [
      'threeTier.data.mysql.masterUsername must be 1 to 16 letters, digits or underscores, starting with a letter, got "mysql.sys"',
    ],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "select" },
    ['threeTier.data.mysql.masterUsername must not be a reserved word of MySQL, got "select"; RDS refuses it'],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "admin" },
    ['threeTier.data.mysql.masterUsername must not be a name that attackers try first, got "admin"'],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "root" },
    ['threeTier.data.mysql.masterUsername must not be a name that attackers try first, got "root"'],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "aaaaaaaaaaaaaaaaa" },
    [
      'threeTier.data.mysql.masterUsername must be 1 to 16 letters, digits or underscores, starting with a letter, got "aaaaaaaaaaaaaaaaa"',
    ],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "1a" },
    [
      'threeTier.data.mysql.masterUsername must be 1 to 16 letters, digits or underscores, starting with a letter, got "1a"',
    ],
  ],
  [
    { "threeTier.data.mysql.masterUsername": "" },
    [
      'threeTier.data.mysql.masterUsername must be 1 to 16 letters, digits or underscores, starting with a letter, got "" (empty)',
    ],
  ],
  [
    { "auroraApi.data.masterUsername": "rdsadmin" },
    ['auroraApi.data.masterUsername must not be a user of RDS itself, got "rdsadmin"'],
  ],
  [
    { "auroraApi.data.masterUsername": "Administrator" },
    ['auroraApi.data.masterUsername must not be a name that attackers try first, got "Administrator"'],
  ],
  [
    { "auroraApi.data.masterUsername": "group" },
    ['auroraApi.data.masterUsername must not be a reserved word of MySQL, got "group"; RDS refuses it'],
  ],
  [
    { "auroraApi.data.masterUsername": "Api" },
    [
      'auroraApi.data.masterUsername must not be one of migrator, api, reader, got "Api"; these database users have roles',
    ],
  ],
  [
    { "threeTier.data.mysql.applicationUsername": "reader" },
    [
      'threeTier.data.mysql.applicationUsername must not be reader, got "reader"; the database user of people who read has this name',
    ],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "m6g.large" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "m6g.large"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "db.m6g" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "db.m6g"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "db.m6g.huge" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "db.m6g.huge"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "db.foo.bar" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "db.foo.bar"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "db.serverless" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "db.serverless"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "db.t3.nano" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "db.t3.nano"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "DB.M6G.LARGE" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "DB.M6G.LARGE"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "db.r5.large.tpc1.mem2x" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "db.r5.large.tpc1.mem2x"'],
  ],
  [
    { "threeTier.data.mysql.instanceClass": "" },
    ['threeTier.data.mysql.instanceClass must be an RDS class, e.g. db.m6g.large, got "" (empty)'],
  ],
  [
    { "threeTier.app.instanceType": "t3" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "t3"'],
  ],
  [
    { "threeTier.app.instanceType": "t3.huge" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "t3.huge"'],
  ],
  [
    { "threeTier.app.instanceType": "large" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "large"'],
  ],
  [
    { "threeTier.app.instanceType": "t3.large " },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "t3.large "'],
  ],
  [
    { "threeTier.app.instanceType": "T3.large" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "T3.large"'],
  ],
  [
    { "threeTier.app.instanceType": "mac1.metal" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "mac1.metal"'],
  ],
  [
    { "threeTier.app.instanceType": "t.large" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "t.large"'],
  ],
  [
    { "threeTier.app.instanceType": "m5.1xlarge" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "m5.1xlarge"'],
  ],
  [
    { "threeTier.app.instanceType": "m5.0xlarge" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "m5.0xlarge"'],
  ],
  [
    { "threeTier.app.instanceType": "db.t3.large" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "db.t3.large"'],
  ],
  [
    { "threeTier.app.instanceType": "" },
    ['threeTier.app.instanceType must be an instance type, e.g. t3.xlarge, got "" (empty)'],
  ],
  [{ "threeTier.app.instanceType": 3 }, ["threeTier.app.instanceType must be a string, got 3; write it in quotes"]],
  [
    { "threeTier.app.bastions": { instanceType: "nano" } },
    ['threeTier.app.bastions.instanceType must be an instance type, e.g. t3.xlarge, got "nano"'],
  ],
  [
    { "localZone.failover.appliance.instanceType": "big" },
    ['localZone.failover.appliance.instanceType must be an instance type, e.g. t3.xlarge, got "big"'],
  ],
  [
    { "localZone.failover.monitor.instanceType": "" },
    ['localZone.failover.monitor.instanceType must be an instance type, e.g. t3.xlarge, got "" (empty)'],
  ],
];

describe("a name or a class of the databases", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
