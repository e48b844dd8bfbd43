# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used by those that source this file
# The route tables of EC2: read, written, read back. Sourced, never run.
#
# No command substitution anywhere in the monitor: bash 5.2 (Amazon Linux 2023's) runs a trap that comes during one in the midst of
# its parser, and dies of "unexpected EOF while looking for matching )". Answers go through files on tmpfs or through variables.

# What ROUTES was last read to be, and of which pair what.
ROUTES=unknown
declare -A PAIR_STATES=()
API_ERRORS=0

# api ARGUMENTS...: one call, its answer on standard output; its error in API_ERROR. A switch of many ranges is many calls, each of
# which is progress that the watchdog hears of.
api() {
  notify WATCHDOG=1
  bounded 15 aws "$@" --region "$PATH_REGION" --cli-connect-timeout 3 --cli-read-timeout 8 2>"$WORK/api-error"
}

api_error() {
  API_ERRORS=$((API_ERRORS + 1))
  IFS= read -r -d '' API_ERROR <"$WORK/api-error" || true
  API_ERROR=${API_ERROR//$'\n'/ }
  API_ERROR=${API_ERROR# }
  API_ERROR=${API_ERROR:0:200}
  API_ERROR=${API_ERROR:-no answer}
}

# Sets ROUTES and PAIR_STATES from the tables themselves; leaves both as they are when a table cannot be read.
read_routes() {
  local pair table first=""
  local -A tables=() states=()
  for pair in "${PAIRS[@]}"; do
    table=${pair%%:*}
    if [[ ! -v "tables[$table]" ]]; then
      # 9>&-: only calls that write keep the lock beyond this process.
      if ! api ec2 describe-route-tables --route-table-ids "$table" --output text --query \
        'RouteTables[0].Routes[?DestinationCidrBlock].[DestinationCidrBlock,NetworkInterfaceId,State,Origin]' >"$WORK/$table" 9>&-; then
        api_error
        return 1
      fi
      # Every table has the VPC's own route: an answer without any is none, and not a table without ours.
      IFS= read -r first <"$WORK/$table"
      if [[ $first != */* ]]; then
        printf 'an answer without a route' >"$WORK/api-error"
        api_error
        return 1
      fi
      tables[$table]="read"
    fi
    judge_pair "$PATH_INTERFACE" "${pair#*:}" <"$WORK/$table"
    # shellcheck disable=SC2153 # set by judge_pair
    states[$pair]=$PAIR
  done
  for pair in "${PAIRS[@]}"; do
    PAIR_STATES[$pair]=${states[$pair]}
  done
  judge_pairs "${states[@]}"
}

# Reads until the tables say PATH or patience ends: EC2's answers may lag behind its own writes.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/query-api-troubleshooting.html#eventual-consistency
read_back() {
  local wanted=$1 attempt
  for attempt in 1 2 3 4 5; do
    read_routes && [[ $ROUTES == "$wanted" ]] && return 0
    ((attempt == 5)) || pause 400
  done
  return 1
}

# Create, or replace where there is one of ours already; the table decides which, not memory.
write_route() {
  local pair=$1
  local where=(--route-table-id "${pair%%:*}" --destination-cidr-block "${pair#*:}")
  local target=(--network-interface-id "$PATH_INTERFACE")
  if [[ ${PAIR_STATES[$pair]} == broken ]]; then
    api ec2 replace-route "${where[@]}" "${target[@]}" >/dev/null
  else
    api ec2 create-route "${where[@]}" "${target[@]}" >/dev/null
  fi && return 0
  api_error
  # Whoever made it since the table was read, the read-back will judge.
  [[ $API_ERROR == *RouteAlreadyExists* ]]
}

delete_route() {
  local pair=$1
  api ec2 delete-route --route-table-id "${pair%%:*}" --destination-cidr-block "${pair#*:}" >/dev/null && return 0
  api_error
  [[ $API_ERROR == *InvalidRoute.NotFound* ]]
}

# move PATH: brings every pair to where PATH wants it and reads it back. Fails on anything less.
move() {
  local wanted=$1 pair
  read_routes || return 1
  if [[ $ROUTES == foreign ]]; then
    API_ERROR="a route that is not ours stands in the way"
    return 1
  fi
  for pair in "${PAIRS[@]}"; do
    case "$wanted ${PAIR_STATES[$pair]}" in
      "vpn vpn" | "direct-connect direct-connect") ;;
      vpn*) write_route "$pair" || return 1 ;;
      *) delete_route "$pair" || return 1 ;;
    esac
  done
  read_back "$wanted" || {
    API_ERROR=${API_ERROR:-"the table says $ROUTES after the write"}
    return 1
  }
}
