import { LOCAL_ZONE } from "../../../helpers/environments";
import { type Changes, problemsWith } from "../../../helpers/whole-environment";

const FIRST = { ...LOCAL_ZONE.directConnect.virtualInterface, location: "EqBO1" };
const SECOND = {
  ...FIRST,
  name: "ny",
  location: "EqNY2",
  connectionId: "dxcon-fg1234cd",
  amazonAddress: "169.254.101.1/30",
  customerAddress: "169.254.101.2/30",
};

const links = (...virtualInterfaces: object[]): Changes => ({ "localZone.directConnect": { virtualInterfaces } });
const without = (link: object, field: string): object =>
  Object.fromEntries(Object.entries(link).filter(([key]) => key !== field));
const FIELD = "localZone.directConnect.virtualInterfaces";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [links(), [`${FIELD} must be 1 to 30 entries, got [] (empty)`]],
  [{ "localZone.directConnect": {} }, [`${FIELD} must have at least 1 entry, got nothing`]],
  [
    { "localZone.directConnect.virtualInterfaces": [SECOND] },
    [
      `${FIELD} must not be set together with virtualInterface, got [{"connectionId":"dxcon-fg1234cd","vlan":101,"customerAsn":65000,"amazonAddress"…; move its fields into the list`,
    ],
  ],
  [
    links(SECOND, {
      ...SECOND,
      connectionId: "dxcon-other",
      amazonAddress: "169.254.102.1/30",
      customerAddress: "169.254.102.2/30",
    }),
    [`${FIELD}[1].name must be named once only, got "ny"`],
  ],
  [
    links(FIRST, without(SECOND, "name")),
    [`${FIELD}[1].name must be set, got nothing; only one virtual interface may have no name`],
  ],
  [
    links(FIRST, without(SECOND, "location")),
    [
      `${FIELD}[1].location must be set if there are several virtual interfaces, got nothing; the resiliency class needs it`,
    ],
  ],
  [
    links({ ...FIRST, preference: "high" }, SECOND),
    [`${FIELD}[1].preference must be set for each virtual interface or for none, got nothing`],
  ],
  [
    links({ ...FIRST, preference: "highest" }),
    [`${FIELD}[0].preference must be "high" or "medium" or "low", got "highest"`],
  ],
  [links({ ...FIRST, asPathPrepend: 0 }), [`${FIELD}[0].asPathPrepend must be a whole number from 1 to 10, got 0`]],
  [
    links(FIRST, { ...SECOND, connectionId: FIRST.connectionId }),
    [`${FIELD}[1].vlan must differ on the connection dxcon-fg1234ab, got 101`],
  ],
  [
    links(FIRST, { ...SECOND, amazonAddress: FIRST.amazonAddress, customerAddress: FIRST.customerAddress }),
    [
      `${FIELD}[1].amazonAddress must be in another block than 169.254.100.0/30, got "169.254.100.1/30"; each session has its own`,
    ],
  ],
  [
    links(FIRST, { ...SECOND, customerAddress: "169.254.103.2/30" }),
    [`${FIELD}[1].customerAddress must be the other address of 169.254.101.0/30, got "169.254.103.2/30"`],
  ],
  [
    links({ hosted: "dxvif-1", location: "EqBO1" }, { name: "b", hosted: "dxvif-1", location: "EqNY2" }),
    [`${FIELD}[1].hosted must be named once only, got "dxvif-1"`],
  ],
  [
    links({ ...FIRST, location: "Equinix Boston" }),
    [`${FIELD}[0].location must be the code of a Direct Connect location, e.g. EqDC2, got "Equinix Boston"`],
  ],
  [links({ ...FIRST, mtu: 8500 }), [`${FIELD}[0].mtu must be 1500 or 9001, got 8500`]],
];

describe("virtual interfaces that Direct Connect cannot have together", () => {
  it.each(REFUSED)("%j", (changes, lines) => {
    expect(problemsWith(changes)).toEqual(lines);
  });

  it.each([
    ["two connections in two locations", links(FIRST, SECOND)],
    [
      "preferences for each",
      links({ ...FIRST, preference: "high" }, { ...SECOND, preference: "low", asPathPrepend: 3 }),
    ],
    ["an own and a hosted one", links(FIRST, { name: "partner", hosted: "dxvif-1", location: "EqNY2" })],
    ["a list with one entry without a location", links(LOCAL_ZONE.directConnect.virtualInterface)],
  ])("accepts %s", (_, changes) => {
    expect(problemsWith(changes)).toEqual([]);
  });
});
