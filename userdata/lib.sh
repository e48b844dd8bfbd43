# shellcheck shell=bash
# What the host's scripts share. Sourced, never run.

# Everything the scripts write stands below this prefix: empty on a host, a scratch folder in tests.
ROOT="${TIERRA_ROOT:-}"
# shellcheck disable=SC2034 # used by those that source this file
SERVICE_USER="tierra"
# shellcheck disable=SC2034 # likewise
RUN_DIR="$ROOT/run/tierra"

# A service that hangs must not hang the boot: the CLI gives up by itself, and `bounded` stands over it.
export AWS_MAX_ATTEMPTS=3 AWS_RETRY_MODE=standard AWS_PAGER=""

log() {
  printf '%s\n' "$*"
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# bounded SECONDS COMMAND...: ends the command after that time.
bounded() {
  timeout --kill-after=5 "$@"
}

# retry TIMES COMMAND...: networks and repositories have bad seconds, and no more than that is forgiven.
retry() {
  local times=$1 attempt status=0
  shift
  for ((attempt = 1; attempt <= times; attempt++)); do
    "$@" && return 0
    status=$?
    ((attempt < times)) && sleep "${TIERRA_RETRY_DELAY:-5}"
  done
  return "$status"
}

# Reads the parameters as text: sourcing the file would run whatever a value holds.
load_host_env() {
  local file="$ROOT/etc/tierra/host.env" key value
  [[ -r $file ]] || fail "host.env must exist, got none at $file"
  while IFS='=' read -r key value; do
    [[ $key =~ ^TIERRA_[A-Z0-9_]+$ ]] || fail "host.env must hold TIERRA_NAME=value lines only, got \"$key\""
    export "$key=$value"
  done <"$file"
  export AWS_REGION="$TIERRA_REGION" AWS_DEFAULT_REGION="$TIERRA_REGION"
}

# IMDSv2. The session token goes through standard input: arguments can be read by every process of the host.
instance_id() {
  local metadata="http://169.254.169.254/latest" token
  token=$(bounded 20 curl -fsS --max-time 5 --retry 2 -X PUT \
    -H "X-aws-ec2-metadata-token-ttl-seconds: 300" "$metadata/api/token") || return 1
  printf 'X-aws-ec2-metadata-token: %s\n' "$token" |
    bounded 20 curl -fsS --max-time 5 --retry 2 -H @- "$metadata/meta-data/instance-id"
}
