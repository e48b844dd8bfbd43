import { Replication } from "../../../tools/local-runtime/table/replication";
import { FaultyEndpoint } from "../../helpers/faulty-endpoint";
import { driveInSequence, type Findings, type Target } from "../../helpers/hostile/drive";
import { driveFault } from "../../helpers/hostile/drive-faults";
import { driveRace, driveRetryOverPartition } from "../../helpers/hostile/drive-races";
import { Random } from "../../helpers/hostile/random";
import { ItemsRegion } from "../../helpers/items-region";

/** Settings of a longer run, e.g. `HOSTILE_REQUESTS=5000 HOSTILE_SEED=7 npx jest test/lambdas/items/hostile-driver`. */
const REQUESTS = Number(process.env.HOSTILE_REQUESTS ?? 300);
const SEED = Number(process.env.HOSTILE_SEED ?? 1);

const ROUNDS = Math.ceil(REQUESTS / 100);

describe(`items API in two regions with ${REQUESTS} hostile requests and the seed ${SEED}`, () => {
  const findings: Findings = { counts: new Map(), faults: [] };
  let targets: readonly [Target, Target];
  let replication: Replication;

  beforeAll(async () => {
    const [ireland, frankfurt] = await Promise.all([ItemsRegion.start("eu-west-1"), ItemsRegion.start("eu-central-1")]);
    targets = [
      { name: "eu-west-1", region: ireland },
      { name: "eu-central-1", region: frankfurt },
    ];
    replication = new Replication(
      targets.map(({ region }) => region.database),
      5,
    );
    const random = new Random(SEED);
    await driveInSequence(random, targets, REQUESTS, findings);
    await replication.settled();
    for (let round = 0; round < ROUNDS; round += 1) {
      await driveRace(random, targets, replication, round, findings);
      await driveRetryOverPartition(targets, replication, round, findings);
    }
    const endpoint = await FaultyEndpoint.before(targets[0].region.database.endpoint);
    const faulty = await ItemsRegion.start("eu-west-1", { AWS_ENDPOINT_URL_DYNAMODB: endpoint.url });
    for (let round = 0; round < ROUNDS; round += 1) {
      await driveFault(random, faulty, endpoint, round, findings);
    }
    await faulty.close();
    await endpoint.close();
    await replication.settled();
    if (process.env.HOSTILE_REQUESTS) {
      const rows = [...findings.counts].sort(([one], [other]) => (one < other ? -1 : 1));
      process.stdout.write(`seed ${SEED}\n${rows.map(([what, times]) => `${times}\t${what}`).join("\n")}\n`);
    }
  });
  afterAll(async () => {
    replication.close();
    await Promise.all(targets.map(({ region }) => region.close()));
  });

  it("answers every request as the oracle says: never 5xx, errors in one shape, nothing stored that was refused", () => {
    expect(findings.faults).toEqual([]);
  });

  it("sends requests that are stored, refused, unchanged and repeated", () => {
    const statuses = new Set([...findings.counts.keys()].map((what) => what.slice(-3)));
    expect([...statuses].sort()).toEqual(
      expect.arrayContaining(["200", "201", "304", "400", "403", "404", "409", "412", "413", "415", "422"]),
    );
  });

  it("leaves equal tables in both regions", async () => {
    const [here, there] = await Promise.all(targets.map(({ region }) => region.items()));
    expect(here).toEqual(there);
  });
});
