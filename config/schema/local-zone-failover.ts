import { z } from "zod";
import { wholeNumber } from "./fields";

/** How the path monitor judges and moves. Defaults and their reasons: docs/local-zone.md. */
const monitor = z.strictObject({
  /** Utility host. */
  instanceType: z.string().default("t3.small"),
  /** Milliseconds from one round to the next. */
  intervalMilliseconds: wholeNumber(1000, 60_000).default(2000),
  /** Bad rounds in a row on which Direct Connect is left. */
  down: wholeNumber(1, 100).default(2),
  /** Good rounds in a row on which it is returned to. */
  up: wholeNumber(1, 1000).default(10),
  /** Seconds for which a path is kept at least once it was returned to or left. */
  dwellSeconds: wholeNumber(0, 3600).default(60),
  /** Loss, percent of a target's pings in a round, above which its path is bad. */
  maxLossPercent: wholeNumber(0, 99).default(60),
  /** Round-trip time, milliseconds, above which it is, too. 0 for any. */
  maxRttMilliseconds: wholeNumber(0, 10_000).default(0),
  /** What a stopped monitor leaves behind. */
  onStop: z.enum(["leave", "restore"]).default("leave"),
});

const appliance = z.strictObject({
  instanceType: z.string().default("t3.medium"),
  /** `strongswan`: the project's own, on Debian 12. Or a vendor's image, which is configured by its own means. */
  image: z
    .union([
      z.literal("strongswan"),
      z.strictObject({
        marketplace: z
          .string()
          .regex(/^ami-[0-9a-f]{8,17}$/, { error: "must be an image, e.g. ami-0123456789abcdef0" }),
        /** What the image calls its root volume, e.g. `/dev/xvda`. Any other name would be a second volume, and the first not encrypted. */
        rootDevice: z.string().regex(/^\/dev\/(xvd|sd)[a-z]\d?$/, {
          error: "must be the RootDeviceName that `aws ec2 describe-images` names, e.g. /dev/sda1",
        }),
        /** As large as the image's snapshot at least. */
        rootVolumeGiB: wholeNumber(1, 16_384),
      }),
    ])
    .default("strongswan"),
  /** `psk`: a key that Secrets Manager makes up. `certificate`: `{certificate, private_key, ca}`, put by an operator. */
  authentication: z.enum(["psk", "certificate"]).default("psk"),
  /** Largest TCP segment, bytes, that fits the tunnel over an internet of 1500. */
  maxSegmentBytes: wholeNumber(536, 1460).default(1350),
});

export const failoverSection = z.strictObject({
  /** `script`: the path monitor. `route-server`: VPC Route Server with BGP and BFD from the appliance. */
  mode: z.enum(["script", "route-server"]).default("script"),
  appliance: appliance.prefault({}),
  monitor: monitor.prefault({}),
  /** ASNs of `mode: "route-server"`. */
  routeServer: z
    .strictObject({
      amazonAsn: wholeNumber(1, 4_294_967_294).default(65010),
      applianceAsn: wholeNumber(1, 4_294_967_294).default(65020),
    })
    .prefault({}),
  /** A second witness that nothing of ours runs: Network Synthetic Monitor, billed per probe and hour. */
  networkMonitor: z.boolean().default(true),
});
