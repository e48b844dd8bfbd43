import { z } from "zod";
import { instanceType } from "../fields/instance-types";
import { asn, wholeNumber } from "../fields/values";

/** Thresholds of the path monitor. `PathSettings` in modules/hybrid explains each of them and has the defaults. */
const monitor = z.strictObject({
  /** EC2 instance type of the monitor's host. */
  instanceType: instanceType.optional(),
  intervalMilliseconds: wholeNumber(1000, 60_000).optional(),
  down: wholeNumber(1, 100).optional(),
  up: wholeNumber(1, 1000).optional(),
  dwellSeconds: wholeNumber(0, 3600).optional(),
  maxLossPercent: wholeNumber(0, 99).optional(),
  maxRttMilliseconds: wholeNumber(0, 10_000).optional(),
  onStop: z.enum(["leave", "restore"]).optional(),
});

/** A vendor's image. Its own means configure it. */
const vendorImage = z.strictObject({
  marketplace: z.string().regex(/^ami-[0-9a-f]{8,17}$/, { error: "must be an image, e.g. ami-0123456789abcdef0" }),
  /** Device name of the image's root volume. Another name would add a volume and leave the root volume unencrypted. */
  rootDevice: z.string().regex(/^\/dev\/(xvd|sd)[a-z]\d?$/, {
    error: "must be the RootDeviceName in the output of `aws ec2 describe-images`, e.g. /dev/sda1",
  }),
  /** GiB. At least the size of the image's snapshot. */
  rootVolumeGiB: wholeNumber(1, 16_384),
});

/** The project's appliance on an image that `userdata/vpn-appliance-image.sh` prepared, so that a boot needs no mirror. */
const preparedImage = z.strictObject({
  ami: z.string().regex(/^ami-[0-9a-f]{8,17}$/, { error: "must be an image, e.g. ami-0123456789abcdef0" }),
});

/** The VPN appliance. `VpnAppliance` in modules/hybrid has the defaults. */
const appliance = z.strictObject({
  /** EC2 instance type. */
  instanceType: instanceType.optional(),
  /** `strongswan`: the project's own appliance on Debian 12. */
  image: z.union([z.literal("strongswan"), preparedImage, vendorImage]).optional(),
  /**
   * `certificate`, the default: an operator writes `{certificate, private_key, ca}` to the secret. `psk`: Secrets Manager
   * generates a key that both ends know.
   */
  authentication: z.enum(["psk", "certificate"]).optional(),
  /** Largest TCP segment in bytes. */
  maxSegmentBytes: wholeNumber(536, 1460).optional(),
});

/** Settings of `mode: "route-server"`. `RouteServer` in modules/hybrid has the defaults of the ASNs. */
const routeServer = z.strictObject({
  /**
   * Must be true in this mode. AWS documents neither the priority of the route server's routes against Direct Connect's of the same
   * length, nor appliances in Local Zones as peers. Test both before you rely on them.
   */
  experimental: z.boolean().optional(),
  amazonAsn: asn(4_294_967_294).optional(),
  applianceAsn: asn(4_294_967_294).optional(),
});

/** Values from which Direct Connect is degraded, for alarms. `PathAlarms` in modules/hybrid has the defaults. */
const alarms = z.strictObject({
  degradedLossPercent: wholeNumber(1, 100).optional(),
  degradedRttMilliseconds: wholeNumber(1, 10_000).optional(),
});

const section = z.strictObject({
  /** `script`: the path monitor changes the route. `route-server`: VPC Route Server with BGP and BFD from the appliance. */
  mode: z.enum(["script", "route-server"]).default("script"),
  appliance: appliance.prefault({}),
  monitor: monitor.prefault({}),
  alarms: alarms.prefault({}),
  routeServer: routeServer.prefault({}),
  /**
   * Network Synthetic Monitor: AWS's own pings of the targets. AWS charges per probe and hour. `experimental`: AWS documents
   * probes from subnets of Availability Zones, but does not mention Local Zones.
   */
  networkMonitor: z.literal([false, "experimental"], { error: 'must be false or "experimental"' }).default(false),
});

export const failoverSection = section.superRefine(({ mode, routeServer: { experimental } }, context) => {
  if (mode === "route-server" && experimental !== true) {
    const rule =
      'must be true with mode "route-server"; AWS does not document the priority of its routes against Direct Connect';
    context.addIssue({ code: "custom", path: ["routeServer", "experimental"], message: rule });
  }
});
