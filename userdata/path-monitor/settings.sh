# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# Reads and checks the path monitor's settings. It reports all problems together. Other scripts source this file.

# Name, default ("!" for a required setting), pattern, rule.
SETTINGS=(
  "REGION|!|[a-z]{2}(-[a-z]+)+-[0-9]|be an AWS Region"
  "TARGETS|!|[0-9]+(\.[0-9]+){3}(,[0-9]+(\.[0-9]+){3})*|be IPv4 addresses joined by commas"
  "VPN_TARGETS|!|[0-9]+(\.[0-9]+){3}(,[0-9]+(\.[0-9]+){3})*|be IPv4 addresses joined by commas"
  "ROUTES|!|rtb-[0-9a-f]+:[0-9./]+(,rtb-[0-9a-f]+:[0-9./]+)*|be rtb-...:CIDR pairs joined by commas"
  "INTERFACE|!|eni-[0-9a-f]+|be the id of a network interface"
  "QUORUM|0|0|[1-9][0-9]*|be a whole number, 0 for half of the targets"
  "PINGS|3|[1-9][0-9]?|be a whole number from 1 to 99"
  "PING_SPACING_MS|200|[1-9][0-9]{0,4}|be milliseconds"
  "CLOSE_PINGS|10|[1-9][0-9]?|be a whole number from 1 to 99"
  "CLOSE_SPACING_MS|100|[1-9][0-9]{0,4}|be milliseconds"
  "PING_WAIT_MS|500|[1-9][0-9]{1,4}|be milliseconds, 10 at least"
  "MAX_LOSS|60|0|[1-9][0-9]?|be a percentage below 100"
  "RETURN_LOSS|0|0|[1-9][0-9]?|be a percentage below 100"
  "MAX_RTT_MS|0|0|[1-9][0-9]*|be milliseconds, 0 for any"
  "INTERVAL_MS|1000|[1-9][0-9]{2,5}|be milliseconds, 100 at least"
  "DOWN|2|[1-9][0-9]*|be a whole number of rounds, 1 at least"
  "UP|10|[1-9][0-9]*|be a whole number of rounds, 1 at least"
  "DWELL_MS|30000|0|[1-9][0-9]*|be milliseconds"
  "BACKOFF_MS|1000|[1-9][0-9]+|be milliseconds, 10 at least"
  "BACKOFF_CAP_MS|30000|[1-9][0-9]+|be milliseconds, 10 at least"
  "READ_EVERY|30|[1-9][0-9]*|be a whole number of rounds"
  "PUBLISH_EVERY|20|[1-9][0-9]*|be a whole number of rounds"
  "ON_STOP|leave|leave|restore|be leave or restore"
  "HOLD_PARAMETER||/[A-Za-z0-9_./-]+|be the name of a parameter"
  "STACK_PARAMETER||/[A-Za-z0-9_./-]+|be the name of a parameter"
  "NAMESPACE||[A-Za-z0-9_./-]+|be the name of a metric namespace"
  "LOG_GROUP||[A-Za-z0-9_./-]+|be the name of a log group"
  "NAME|path-monitor|[A-Za-z0-9_.-]+|be a word"
)

# load_settings FILE: sets PATH_<NAME> for every setting. Exits with 2 if a setting is wrong.
load_settings() {
  local file=$1 key value problems=0
  local -A given=()
  [[ -f $file && -r $file ]] || fail "the settings must be readable, got none at $file"
  while IFS='=' read -r key value || [[ -n $key ]]; do
    [[ -z $key || $key == \#* ]] && continue
    # bash before 5.2 would execute a command in a subscript.
    [[ $key =~ ^[A-Z0-9_]+$ ]] || { complain "$key must not be set; there is no such setting"; continue; }
    [[ ! -v "given[$key]" ]] || complain "$key must be set once, got it again"
    given[$key]=$value
  done <"$file"

  local setting name default rule pattern rest
  for setting in "${SETTINGS[@]}"; do
    name=${setting%%|*} rest=${setting#*|}
    default=${rest%%|*} rest=${rest#*|}
    pattern=${rest%|*} rule=${rest##*|}
    key="TIERRA_PATH_$name"
    if [[ ! -v "given[$key]" ]]; then
      [[ $default != "!" ]] || complain "$key must $rule, got nothing"
      value=$default
    else
      value=${given[$key]}
      [[ $value =~ ^($pattern)$ ]] || complain "$key must $rule, got \"$value\""
    fi
    printf -v "PATH_$name" '%s' "$value"
    unset "given[$key]"
  done
  for key in "${!given[@]}"; do
    complain "$key must not be set; there is no such setting"
  done
  ((problems == 0)) || exit 2
  derive_settings
}

complain() {
  printf 'error: %s\n' "$1" >&2
  problems=$((problems + 1))
}

derive_settings() {
  IFS=',' read -ra TARGETS <<<"$PATH_TARGETS"
  IFS=',' read -ra VPN_TARGETS <<<"$PATH_VPN_TARGETS"
  IFS=',' read -ra PAIRS <<<"$PATH_ROUTES"
  derive_tables
  # By default half of the targets, rounded up, must answer. One of two may fail, one of three, and two of four.
  ((PATH_QUORUM > 0)) || PATH_QUORUM=$(((${#TARGETS[@]} + 1) / 2))
  ((PATH_QUORUM <= ${#TARGETS[@]})) ||
    fail "TIERRA_PATH_QUORUM must be at most the number of targets (${#TARGETS[@]}), got $PATH_QUORUM"
  local target other
  for target in "${TARGETS[@]}"; do
    for other in "${VPN_TARGETS[@]}"; do
      # One address cannot test two paths.
      [[ $target != "$other" ]] || fail "TIERRA_PATH_VPN_TARGETS must share no address with TIERRA_PATH_TARGETS, got $target"
    done
  done
  ((PATH_RETURN_LOSS <= PATH_MAX_LOSS)) ||
    fail "TIERRA_PATH_RETURN_LOSS must be at most TIERRA_PATH_MAX_LOSS ($PATH_MAX_LOSS), got $PATH_RETURN_LOSS"
  # A round must end before the next one starts.
  local round=$(((PATH_PINGS - 1) * PATH_PING_SPACING_MS + PATH_PING_WAIT_MS))
  ((round <= PATH_INTERVAL_MS)) ||
    fail "TIERRA_PATH_INTERVAL_MS must be at least the $round ms that a round of pings can take, got $PATH_INTERVAL_MS"
  round=$(((PATH_CLOSE_PINGS - 1) * PATH_CLOSE_SPACING_MS + PATH_PING_WAIT_MS))
  ((round <= 2 * PATH_INTERVAL_MS)) ||
    fail "TIERRA_PATH_INTERVAL_MS must be at least half of the $round ms that a close round can take, got $PATH_INTERVAL_MS"
}

# Sets TABLES, and TABLE_RANGES with the CIDR blocks of each table, joined by blanks.
derive_tables() {
  local pair table
  TABLES=()
  declare -gA TABLE_RANGES=()
  for pair in "${PAIRS[@]}"; do
    table=${pair%%:*}
    [[ -v "TABLE_RANGES[$table]" ]] || TABLES+=("$table")
    TABLE_RANGES[$table]+="${pair#*:} "
  done
}
