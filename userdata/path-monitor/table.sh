# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# The meaning of a route table. Like decision.sh, it has no side effects. Other scripts source this file.
#
# Words: a pair is one route table and one CIDR block, "rtb-...:CIDR". The wanted pairs are the configured ranges, and every prefix
# inside them that Direct Connect propagates: the longest prefix has precedence, so that a route for the range alone has no effect on
# it. https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#route-tables-priority
#
# State of a pair. A static route takes precedence over a propagated one, whatever its state:
#   direct-connect: no static route    vpn: the monitor's route, active    broken: the monitor's route, in state blackhole
#   dead: a static route to a target that no longer exists    foreign: a static route of another owner, which works
#   extra: the monitor's route for a prefix that is no longer propagated

# Pairs in order with their states, and the wanted ones.
PAIR_ORDER=()
declare -A PAIR_STATES=() PAIR_WANTED=()

forget_pairs() {
  PAIR_ORDER=() PAIR_STATES=() PAIR_WANTED=()
}

# block CIDR: sets ADDRESS and PREFIX.
block() {
  local a b c d
  IFS=./ read -r a b c d PREFIX <<<"$1"
  ADDRESS=$(((a << 24) | (b << 16) | (c << 8) | d))
}

# inside CIDR RANGE...: true if CIDR is a smaller part of one of the ranges.
inside() {
  local range address prefix
  block "$1"
  address=$ADDRESS prefix=$PREFIX
  shift
  for range in "$@"; do
    block "$range"
    ((prefix > PREFIX && address >> (32 - PREFIX) == ADDRESS >> (32 - PREFIX))) && return 0
  done
  return 1
}

# judge_table TABLE INTERFACE RANGE... <<<ROUTES: adds the pairs of one route table. ROUTES has lines of "CIDR INTERFACE STATE ORIGIN",
# with `None` for a missing value.
judge_table() {
  local table=$1 ours=$2 cidr interface state origin
  shift 2
  local -a propagated=() statics=()
  local -A static=()
  while read -r cidr interface state origin; do
    case $origin in
      EnableVgwRoutePropagation) propagated+=("$cidr") ;;
      CreateRoute)
        statics+=("$cidr")
        if [[ $interface == "$ours" ]]; then
          static[$cidr]=vpn
          [[ $state == active ]] || static[$cidr]=broken
        else
          static[$cidr]=foreign
          [[ $state == active ]] || static[$cidr]=dead
        fi
        ;;
    esac
  done
  for cidr in "$@"; do
    add_pair "$table:$cidr" "${static[$cidr]:-direct-connect}" wanted
  done
  for cidr in "${propagated[@]}"; do
    # Another owner's route for a part of a range is the owner's choice. The monitor leaves it.
    if [[ ${static[$cidr]:-} != foreign ]] && inside "$cidr" "$@"; then
      add_pair "$table:$cidr" "${static[$cidr]:-direct-connect}" wanted
    fi
  done
  for cidr in "${statics[@]}"; do
    if [[ ${static[$cidr]} != foreign ]] && inside "$cidr" "$@"; then
      [[ ${static[$cidr]} != vpn ]] || static[$cidr]=extra
      add_pair "$table:$cidr" "${static[$cidr]}" ""
    fi
  done
}

# add_pair PAIR STATE WANTED
add_pair() {
  [[ ! -v "PAIR_STATES[$1]" ]] || return 0
  PAIR_ORDER+=("$1")
  PAIR_STATES[$1]=$2
  [[ -z $3 ]] || PAIR_WANTED[$1]=yes
}

# judge_pairs PAIR...: sets ROUTES for all pairs together, from the configured pairs in the arguments and those of the tables.
#   behind: the configured ranges are on the VPN, but not every propagated prefix    partial: an unfinished switch
judge_pairs() {
  local pair on_vpn=0 direct=0 extra=0 unusable=0 configured_on_vpn=0 foreign=0
  for pair in "${PAIR_ORDER[@]}"; do
    case ${PAIR_STATES[$pair]} in
      vpn) on_vpn=$((on_vpn + 1)) ;;
      direct-connect) direct=$((direct + 1)) ;;
      extra) extra=$((extra + 1)) ;;
      foreign) foreign=$((foreign + 1)) ;;
      *) unusable=$((unusable + 1)) ;;
    esac
  done
  for pair in "$@"; do
    [[ ${PAIR_STATES[$pair]} != vpn ]] || configured_on_vpn=$((configured_on_vpn + 1))
  done
  if ((foreign > 0)); then
    ROUTES=foreign
  elif ((direct + unusable == 0 && on_vpn > 0)); then
    ROUTES=vpn
  elif ((on_vpn + extra + unusable == 0)); then
    ROUTES="direct-connect"
  elif ((configured_on_vpn == $# && unusable == 0)); then
    ROUTES=behind
  else
    ROUTES=partial
  fi
}

# pair_change PATH PAIR: sets CHANGE to what brings a pair to a path: create, replace, delete, or nothing.
pair_change() {
  local state=${PAIR_STATES[$2]}
  CHANGE=""
  case "$1 $state" in
    "vpn direct-connect") CHANGE=create ;;
    "vpn broken" | "vpn dead")
      CHANGE=replace
      [[ -v "PAIR_WANTED[$2]" ]] || CHANGE=delete
      ;;
    # A prefix that is no longer propagated may come back, while its route to the VPN does no harm.
    vpn*) ;;
    "direct-connect direct-connect") ;;
    direct-connect*) CHANGE=delete ;;
  esac
}
