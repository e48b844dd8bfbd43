import { cloudConfig, type HostFile } from "../cloud-config";
import { hostEnvironment } from "./flask-host-environment";
import type { FlaskHostParameters } from "./flask-host-parameters";

export type { FlaskHostParameters } from "./flask-host-parameters";

/** Where each file of `userdata/` goes on a host. */
const FILES: readonly HostFile[] = [
  ...["flask-host.sh", "fetch-credentials.sh"].map((name) => ({ ...to("opt/tierra/bin", name), executable: true })),
  ...["lib.sh", "application.sh", "credentials.py", "deep-health.py"].map((name) => to("opt/tierra/bin", name)),
  ...["gunicorn.conf.py", "mysql_tls.py"].map((name) => to("opt/tierra/etc", name)),
  ...["host.service", "app.service", "credentials.service", "credentials.timer", "health.service", "health.timer"].map(
    (name) => ({ source: `systemd/tierra-${name}`, path: `etc/systemd/system/tierra-${name}` }),
  ),
];

function to(folder: string, name: string): HostFile {
  return { source: name, path: `${folder}/${name}` };
}

/**
 * The cloud-init document of a Flask host.
 *
 * @throws Error when a parameter is not what its field asks for, or the document would exceed EC2's limit
 */
export function flaskHostUserData(parameters: FlaskHostParameters): string {
  return cloudConfig({
    settings: { "/etc/tierra/host.env": hostEnvironment(parameters) },
    files: FILES,
    service: "tierra-host.service",
    // It builds the host, once; what it has built starts by itself.
    everyBoot: false,
  });
}
