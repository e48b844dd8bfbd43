import { DescribeInstancesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { UsageError } from "../shared/usage-error";

/**
 * ID of a running instance that leads to the database.
 *
 * @param names `Name` tags in the order of preference. The hosts of an application reach the database too
 * @param stack stack of the instances, for the message
 * @throws UsageError when no instance runs
 */
export async function bastion(
  ec2: EC2Client,
  { names, stack }: { readonly names: readonly string[]; readonly stack: string },
): Promise<string> {
  for (const name of names) {
    const { Reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: "tag:Name", Values: [name] },
          { Name: "instance-state-name", Values: ["running"] },
        ],
      }),
    );
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    // The oldest one is registered with Systems Manager, a new one possibly not yet.
    const [oldest] = instances.sort((a, b) => Number(a.LaunchTime) - Number(b.LaunchTime));
    if (oldest?.InstanceId !== undefined) {
      return oldest.InstanceId;
    }
  }
  throw new UsageError(
    `an instance with the tag Name=${names[0]} must run, got none; deploy the stack ${stack}, or use --instance`,
  );
}
