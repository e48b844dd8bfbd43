/** How to install each program that a command starts. */
const INSTALLATION: Readonly<Record<string, string>> = {
  aws: "see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  bash: "install your system's package bash",
  chromium: "install your system's package chromium",
  git: "see https://git-scm.com/downloads",
  ip: "install your system's package iproute2",
  moto_server: "install it with: pipx install 'moto[server]'",
  npm: "it is part of Node.js, see https://nodejs.org/en/download",
  openssl: "install your system's package openssl",
  python3: "see https://www.python.org/downloads",
  "session-manager-plugin":
    "see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
  terraform: "see https://developer.hashicorp.com/terraform/install",
  tmux: "install your system's package tmux",
};

/** The message for a program that is not installed. The command exits with 2. */
export function missingProgram(name: string): string {
  return name.includes("/")
    ? `the program ${name} must exist, got none; check the path`
    : `${name} must be on PATH, got none; ${INSTALLATION[name] ?? "install it"}`;
}
