# shellcheck shell=bash
# Common functions of the hosts' scripts. Sourced, never run.

# Prefix of every path that the scripts write to: empty on a host, a temporary folder in tests.
ROOT="${TIERRA_ROOT:-}"
# shellcheck disable=SC2034 # used by the scripts that source this file
SERVICE_USER="tierra"
# shellcheck disable=SC2034 # likewise
RUN_DIR="$ROOT/run/tierra"

# A service that does not answer must not block the boot. The AWS CLI has its own limits, and `bounded` adds another one.
export AWS_MAX_ATTEMPTS=3 AWS_RETRY_MODE=standard AWS_PAGER=""

log() {
  printf '%s\n' "$*"
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# bounded SECONDS COMMAND...: terminates the command after that time.
bounded() {
  timeout --kill-after=5 "$@"
}

# retry TIMES COMMAND...: repeats a failed command, because networks and repositories fail for short times.
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

# Reads the parameters as text. Sourcing the file would execute commands in a value.
load_host_env() {
  local file="$ROOT/etc/tierra/host.env" line key
  [[ -f $file && -r $file ]] || fail "host.env must exist, got none at $file"
  # Not split by read, which removes an equals sign at the end of the value. The last line may have no line feed.
  while read -r line || [[ -n $line ]]; do
    key=${line%%=*}
    [[ $key =~ ^TIERRA_[A-Z0-9_]+$ ]] || fail "host.env must hold TIERRA_NAME=value lines only, got \"$key\""
    export "$key=${line#*=}"
  done <"$file"
  require_settings REGION
  export AWS_REGION="$TIERRA_REGION" AWS_DEFAULT_REGION="$TIERRA_REGION"
}

# require_settings NAME...: fails with every setting that is missing or empty, without the prefix TIERRA_.
require_settings() {
  local name missing=""
  for name in "$@"; do
    name="TIERRA_$name"
    [[ -n ${!name:-} ]] || missing+="${missing:+, }$name"
  done
  [[ -z $missing ]] || fail "host.env must have a value for $missing, got none"
}

# IMDSv2. The session token is passed on standard input, because every process of the host can read arguments.
instance_id() {
  local metadata="http://169.254.169.254/latest" token
  token=$(bounded 20 curl -fsS --max-time 5 --retry 2 -X PUT \
    -H "X-aws-ec2-metadata-token-ttl-seconds: 300" "$metadata/api/token") || return 1
  printf 'X-aws-ec2-metadata-token: %s\n' "$token" |
    bounded 20 curl -fsS --max-time 5 --retry 2 -H @- "$metadata/meta-data/instance-id"
}
