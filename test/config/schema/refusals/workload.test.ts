import { type Changes, problemsWith } from "../../../helpers/whole-environment";

const FIELD = "localZone.workload";
const EKS = { cluster: "edge", clusterSecurityGroupId: "sg-0123456789abcdef0" };
const instances = (fields: object): Changes => ({ [FIELD]: { instances: fields } });
const eks = (fields: object): Changes => ({ [FIELD]: { eks: { ...EKS, ...fields } } });

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [{ [FIELD]: {} }, [`${FIELD} must have instances or eks, got {} (empty)`]],
  [
    { [FIELD]: { instances: {}, eks: EKS } },
    [
      `${FIELD} must not have instances together with eks, got {"instances":{},"eks":{"cluster":"edge","clusterSecurityGroupId":"sg-0123456789a…`,
    ],
  ],
  [instances({ port: 0 }), [`${FIELD}.instances.port must be a whole number from 1 to 65535, got 0`]],
  [instances({ volumeType: "io2" }), [`${FIELD}.instances.volumeType must be "gp2" or "gp3", got "io2"`]],
  [instances({ volumeGiB: 7 }), [`${FIELD}.instances.volumeGiB must be a whole number from 8 to 16384, got 7`]],
  [
    instances({ instanceType: "big" }),
    [`${FIELD}.instances.instanceType must be an instance type, e.g. t3.xlarge, got "big"`],
  ],
  [instances({ capacity: { min: 3, max: 2 } }), [`${FIELD}.instances.capacity.min must be at most max (2), got 3`]],
  [
    instances({ image: { ami: "latest" } }),
    [`${FIELD}.instances.image.ami must be an image, e.g. ami-0123456789abcdef0, got "latest"`],
  ],
  [eks({ cluster: undefined }), [`${FIELD}.eks.cluster must be a string, got nothing`]],
  [
    eks({ clusterSecurityGroupId: "default" }),
    [`${FIELD}.eks.clusterSecurityGroupId must be a security group, e.g. sg-0123456789abcdef0, got "default"`],
  ],
];

describe("a workload that a Local Zone cannot have", () => {
  it.each(REFUSED)("%j", (changes, lines) => {
    expect(problemsWith(changes)).toEqual(lines);
  });

  it.each([
    ["instances with every default", instances({})],
    ["an own image", instances({ image: { ami: "ami-0123456789abcdef0" }, volumeType: "gp3" })],
    ["nodes of a cluster", eks({ port: 30_443, capacity: { min: 0, max: 10 } })],
  ])("accepts %s", (_, changes) => {
    expect(problemsWith(changes)).toEqual([]);
  });
});
