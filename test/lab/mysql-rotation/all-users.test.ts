import { itNeeding, present } from "../../userdata/needs";
import { ClientOfSecret } from "./client-of-secret";
import { APPLICATION, DATABASE, Lab, MASTER } from "./lab";

const TOOLS = ["mariadbd", "mariadb-install-db", "openssl"];
const USERS = { migrator: "migrator", api: "api", reader: "reader" } as const;
const SECRETS = [APPLICATION, MASTER, ...Object.keys(USERS).map(arn)];

let lab: Lab;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  lab = new Lab();
  await lab.create();
  lab.roles = { databases: [DATABASE, "reports"], users: USERS };
  await lab.bootstrap(DATABASE, "reports");
  for (const user of Object.keys(USERS)) {
    lab.addSecret(arn(user), user);
  }
  await Promise.all(SECRETS.map((secret) => lab.rotate(secret)));
  await lab.server.asRoot(`CREATE TABLE ${DATABASE}.t (id INT)`);
});
afterAll(async () => lab?.remove());

describe("a rotation of all users at the same time, with clients on each", () => {
  itNeeding(
    TOOLS,
    "breaks no connection, and refuses logins only until MariaDB's one password is in the secret",
    async () => {
      const clients = SECRETS.map((secret) => new ClientOfSecret(lab, secret));
      await Promise.all(clients.map((client) => client.start()));
      for (let round = 0; round < 3; round += 1) {
        const before = SECRETS.map((secret) => lab.service.secrets.json(secret).password);
        await Promise.all(SECRETS.map((secret) => lab.rotate(secret)));
        const after = SECRETS.map((secret) => lab.service.secrets.json(secret).password);
        expect(after.filter((password) => before.includes(password))).toEqual([]);
        await Promise.all(clients.map((client) => client.logIn()));
      }
      const reports = await Promise.all(clients.map((client) => client.stop()));
      expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
      for (const { queries, logins } of reports) {
        expect(Math.min(queries, logins)).toBeGreaterThan(10);
      }
    },
  );

  itNeeding(TOOLS, "succeeds together with two invocations of the bootstrap, and keeps every grant", async () => {
    const invocations = Promise.all([1, 2].map(() => lab.bootstrap(DATABASE, "reports")));
    // Not the master's, because the bootstrap reads its secret only once.
    await Promise.all(SECRETS.filter((secret) => secret !== MASTER).map((secret) => lab.rotate(secret)));
    expect((await invocations).filter(({ code }) => code !== 0)).toEqual([]);
    for (const user of Object.keys(USERS)) {
      const grants = await lab.server.asRoot("SHOW GRANTS FOR ?@'%'", user);
      expect(grants).toHaveLength(3);
    }
  });
});

function arn(user: string): string {
  return `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${user}-aB3dE6`;
}
