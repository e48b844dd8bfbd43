import {
  AutoScalingClient,
  CancelInstanceRefreshCommand,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  PutLifecycleHookCommand,
  PutScalingPolicyCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const AutoScalingGroupName = "hosts";
let autoScaling: AutoScalingClient;
beforeEach(async () => {
  await aws.emulator.reset();
  autoScaling = new AutoScalingClient(aws.config());
  const image = { ImageId: "ami-12c6146b", InstanceType: "t3.micro" };
  await autoScaling.send(new CreateLaunchConfigurationCommand({ LaunchConfigurationName: "host", ...image }));
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName,
      LaunchConfigurationName: "host",
      AvailabilityZones: ["eu-west-1a"],
      MinSize: 2,
      DesiredCapacity: 4,
      MaxSize: 6,
      DefaultInstanceWarmup: 120,
      MaxInstanceLifetime: 2_592_000,
      LifecycleHookSpecificationList: [
        { LifecycleHookName: "boot", LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING", HeartbeatTimeout: 900 },
      ],
    }),
  );
});

async function group() {
  const { AutoScalingGroups = [] } = await autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
  return AutoScalingGroups[0];
}

describe("groups", () => {
  it("return sizes, warm-up, lifetime and instances", async () => {
    const made = await group();
    expect(made).toMatchObject({
      MinSize: 2,
      DesiredCapacity: 4,
      MaxSize: 6,
      DefaultInstanceWarmup: 120,
      MaxInstanceLifetime: 2_592_000,
    });
    expect(made?.Instances).toHaveLength(4);
  });

  it("change and remove their warm-up", async () => {
    const update = (DefaultInstanceWarmup: number) =>
      autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DefaultInstanceWarmup }));
    await update(60);
    expect((await group())?.DefaultInstanceWarmup).toBe(60);
    await update(-1);
    expect((await group())?.DefaultInstanceWarmup).toBeUndefined();
  });
});

describe("lifecycle hooks", () => {
  const hooks = async () =>
    (await autoScaling.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName }))).LifecycleHooks ?? [];

  it("have no queue and no role in a new group", async () => {
    const [boot] = await hooks();
    expect(boot).toMatchObject({ LifecycleHookName: "boot", HeartbeatTimeout: 900 });
    expect(boot).not.toHaveProperty("NotificationTargetARN");
    expect(boot).not.toHaveProperty("RoleARN");
  });

  it("return the configured queue and role", async () => {
    const given = {
      NotificationTargetARN: "arn:aws:sqs:eu-west-1:111111111111:queue",
      RoleARN: "arn:aws:iam::111111111111:role/hook",
    };
    const transition = { LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING" };
    await autoScaling.send(
      new PutLifecycleHookCommand({ AutoScalingGroupName, LifecycleHookName: "drain", ...transition, ...given }),
    );
    expect((await hooks()).find((hook) => hook.LifecycleHookName === "drain")).toMatchObject(given);
  });
});

describe("scaling policies", () => {
  it("are enabled, and have no predictive configuration with target tracking", async () => {
    const TargetTrackingConfiguration = {
      TargetValue: 50,
      PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
    } as const;
    const policy = { AutoScalingGroupName, PolicyName: "cpu", PolicyType: "TargetTrackingScaling" };
    await autoScaling.send(new PutScalingPolicyCommand({ ...policy, TargetTrackingConfiguration }));
    const { ScalingPolicies = [] } = await autoScaling.send(new DescribePoliciesCommand({ AutoScalingGroupName }));
    expect(ScalingPolicies).toMatchObject([{ PolicyName: "cpu", Enabled: true, TargetTrackingConfiguration }]);
    expect(ScalingPolicies[0]).not.toHaveProperty("PredictiveScalingConfiguration");
  });
});

describe("instance refreshes", () => {
  it("succeed immediately with the requested preferences", async () => {
    const Preferences = {
      MinHealthyPercentage: 90,
      AutoRollback: true,
      AlarmSpecification: { Alarms: ["5xx", "latency"] },
    };
    const { InstanceRefreshId } = await autoScaling.send(
      new StartInstanceRefreshCommand({ AutoScalingGroupName, Strategy: "Rolling", Preferences }),
    );
    const { InstanceRefreshes } = await autoScaling.send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName }),
    );
    expect(InstanceRefreshes).toMatchObject([
      { InstanceRefreshId, Status: "Successful", PercentageComplete: 100, Preferences },
    ]);
  });

  it("cannot be cancelled, because none is in progress", async () => {
    const cancel = autoScaling.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName }));
    await expect(cancel).rejects.toMatchObject({ name: "ActiveInstanceRefreshNotFoundFault" });
  });
});
