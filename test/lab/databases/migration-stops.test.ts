import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "mysql2/promise";
import type { Run } from "../../../lambdas/database-migrations/apply-file";
import { migrate } from "../../../lambdas/database-migrations/migrate";
import { readMigrations } from "../../../lambdas/database-migrations/migration-files";
import { Session } from "../../../lambdas/database-migrations/session";
import { openVerified } from "../../../lambdas/shared/verified-connection";
import { PATIENCE_MS } from "../../helpers/eventually";
import { itNeeding, present } from "../../userdata/needs";
import { TOOLS } from "./mariadb";
import { MigrationsLab, PASSWORD } from "./migrations-lab";

const FIRST = `CREATE TABLE news (id INT PRIMARY KEY, hits INT NOT NULL);
INSERT INTO news VALUES (1, 0), (2, 0);
ALTER TABLE news ADD COLUMN title VARCHAR(40);
UPDATE news SET hits = hits + 1;
-- repeatable
CREATE TABLE IF NOT EXISTS hits (total INT PRIMARY KEY);
INSERT INTO hits (total) SELECT SUM(hits) FROM news;
`;
const SECOND = `CREATE TRIGGER counts AFTER INSERT ON news FOR EACH ROW INSERT INTO hits (total) VALUES (NEW.hits);
INSERT INTO news VALUES (3, 5, NULL);
DROP TABLE news;
RENAME TABLE hits TO totals;
`;

/** More than the calls of a complete run. */
const MOST = 120;

let lab: MigrationsLab;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "migrations-"));
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app", "0001-first.sql"), FIRST);
  writeFileSync(join(folder, "app", "0002-second.sql"), SECOND);
  if (TOOLS.every(present)) {
    lab = new MigrationsLab();
    await lab.create();
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await lab?.remove();
});

/** Where a run loses its connection: before or after its nth call. */
interface Cut {
  readonly call: number;
  readonly when: "before" | "after";
}

/** What was called until the connection was lost. */
class Trace {
  calls = 0;
  /** Statements of the migrations that the server has executed. */
  readonly executed: string[] = [];

  /** A session whose connection is lost at the cut. */
  cutting(session: Session, connection: Connection, cut?: Cut): Run["session"] {
    const call = async <T>(work: () => Promise<T>, executed?: string): Promise<T> => {
      this.calls += 1;
      const lose = (when: Cut["when"]) => {
        if (cut?.call === this.calls && cut.when === when) {
          connection.destroy();
          throw Object.assign(new Error("lost"), { code: "PROTOCOL_CONNECTION_LOST", fatal: true });
        }
      };
      lose("before");
      const result = await work();
      if (executed) {
        this.executed.push(executed);
      }
      lose("after");
      return result;
    };
    return {
      query: (what, sql) => call(() => session.query(what, sql)),
      run: (sql, limit) => call(() => session.run(sql, limit), sql),
    };
  }
}

async function run(request: object = {}, cut?: Cut): Promise<Trace> {
  const login = () =>
    openVerified({
      host: "localhost",
      port: lab.server.port,
      user: "migrator",
      password: PASSWORD,
      timeout: PATIENCE_MS,
      ca: lab.server.ca,
    });
  const connection = await login();
  const trace = new Trace();
  try {
    const session = trace.cutting(await Session.prepare(connection, login), connection, cut);
    await migrate({ session, log: () => undefined, timeLeft: () => PATIENCE_MS }, readMigrations(folder), request);
  } catch (error) {
    return Object.assign(trace, { error: (error as Error).message });
  } finally {
    connection.destroy();
  }
  return trace;
}

/** The message of a run that failed. */
function errorOf(trace: Trace): string | undefined {
  return (trace as Trace & { error?: string }).error;
}

describe("a run that loses its connection before or after each call", () => {
  itNeeding(
    TOOLS,
    "is continued by the next run, or stops as documented and continues as a person decides",
    async () => {
      lab.prepare("app");
      const { calls } = await run();
      const wanted = lab.contents("app");
      expect(calls).toBeLessThan(MOST);
      const outcomes = { continued: 0, repeated: 0, continuedAfter: 0 };
      const interrupted = new Set<string>();
      for (let call = 1; call <= calls; call += 1) {
        for (const when of ["before", "after"] as const) {
          lab.prepare("app");
          const trace = await run({}, { call, when });
          expect([call, when, errorOf(trace)]).toEqual([call, when, expect.any(String)]);
          const message = errorOf(await run());
          if (message === undefined) {
            outcomes.continued += 1;
          } else {
            const [, name = "", number = ""] =
              /^(\S+): statement (\d) \(.*was interrupted, and it is not known/.exec(message) ?? [];
            const text =
              readMigrations(folder)[0]?.files.find((file) => file.name === name)?.statements[Number(number) - 1]
                ?.text ?? "";
            interrupted.add(text.split(" ").slice(0, 3).join(" "));
            const field = trace.executed.includes(text) ? "continueAfter" : "repeat";
            expect(errorOf(await run({ plan: true }))).toBe(message);
            expect([message, errorOf(await run({ [field]: name }))]).toEqual([message, undefined]);
            outcomes[field === "repeat" ? "repeated" : "continuedAfter"] += 1;
          }
          expect([call, when, lab.contents("app")]).toEqual([call, when, wanted]);
        }
      }
      // Of each structure change: its call and the one before and after it. Changes of data and repeatable statements never.
      expect([...interrupted].sort()).toEqual([
        "ALTER TABLE news",
        "CREATE TABLE news",
        "CREATE TRIGGER counts",
        "DROP TABLE news",
        "RENAME TABLE hits",
      ]);
      expect(outcomes).toEqual({ continued: 2 * calls - 20, repeated: 10, continuedAfter: 10 });
    },
  );
});
