# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# Reads and writes route tables, and confirms each write by reading. Other scripts source this file.
#
# The monitor uses no command substitution. bash 5.2 (Amazon Linux 2023) can run a trap inside its parser during one and then exits
# with "unexpected EOF while looking for matching )". Results are in files on tmpfs or in variables instead.

# The last state of all pairs together, and of each pair.
ROUTES=unknown
declare -A PAIR_STATES=()
API_ERRORS=0

# api ARGUMENTS...: one call of the AWS CLI, with its error in a file for api_error. A switch of many CIDR blocks makes many calls, so
# each call notifies the watchdog.
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

# Sets ROUTES and PAIR_STATES from the route tables. Keeps both if a table cannot be read.
read_routes() {
  local pair table first=""
  local -A tables=() states=()
  for pair in "${PAIRS[@]}"; do
    table=${pair%%:*}
    if [[ ! -v "tables[$table]" ]]; then
      # 9>&-: only calls that write keep the lock after this process ends.
      if ! api ec2 describe-route-tables --route-table-ids "$table" --output text --query \
        'RouteTables[0].Routes[?DestinationCidrBlock].[DestinationCidrBlock,NetworkInterfaceId,State,Origin]' >"$WORK/$table" 9>&-; then
        api_error
        return 1
      fi
      # Every route table has the VPC's local route. An answer without any route is a failure.
      IFS= read -r first <"$WORK/$table"
      if [[ $first != */* ]]; then
        printf 'the answer contains no route' >"$WORK/api-error"
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

# read_back PATH: reads up to five times until the route tables show PATH. EC2's answers are eventually consistent.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/query-api-troubleshooting.html#eventual-consistency
read_back() {
  local wanted=$1 attempt
  for attempt in 1 2 3 4 5; do
    read_routes && [[ $ROUTES == "$wanted" ]] && return 0
    ((attempt == 5)) || pause 400
  done
  return 1
}

# write_route PAIR: creates the route, or replaces a broken route of the monitor.
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
  # Another writer created it after the reading. read_back decides whether it is correct.
  [[ $API_ERROR == *RouteAlreadyExists* ]]
}

delete_route() {
  local pair=$1
  api ec2 delete-route --route-table-id "${pair%%:*}" --destination-cidr-block "${pair#*:}" >/dev/null && return 0
  api_error
  [[ $API_ERROR == *InvalidRoute.NotFound* ]]
}

# move PATH: changes every pair to PATH and confirms it. Fails if one pair is not confirmed.
move() {
  local wanted=$1 pair
  read_routes || return 1
  if [[ $ROUTES == foreign ]]; then
    API_ERROR="a static route of another owner exists"
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
    API_ERROR=${API_ERROR:-"the routes are $ROUTES after the write"}
    return 1
  }
}
