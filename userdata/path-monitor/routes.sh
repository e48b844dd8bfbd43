# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# Reads and writes route tables, and confirms each write by reading. Other scripts source this file.
#
# The monitor uses no command substitution. bash 5.2 (Amazon Linux 2023) can run a trap inside its parser during one and then exits
# with "unexpected EOF while looking for matching )". Results are in files on tmpfs or in variables instead.

# The last state of all pairs together. table.sh has the state of each pair.
ROUTES=unknown
API_ERRORS=0
# 1 if the route table was read since the start of this round.
READ_FRESH=0
READER=""

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

# begin_read: reads the tables in the background, while the round pings. end_read accepts the answer.
begin_read() {
  # 9>&-: only calls that write keep the lock after this process ends.
  fetch_tables 9>&- &
  READER=$!
}

fetch_tables() {
  local table first
  for table in "${TABLES[@]}"; do
    api ec2 describe-route-tables --route-table-ids "$table" --output text --query \
      'RouteTables[0].Routes[?DestinationCidrBlock].[DestinationCidrBlock,NetworkInterfaceId,State,Origin]' >"$WORK/$table" || return 1
    # Every route table has the VPC's local route. An answer without any route is a failure.
    first=""
    IFS= read -r first <"$WORK/$table"
    if [[ $first != */* ]]; then
      printf 'the answer contains no route' >"$WORK/api-error"
      return 1
    fi
  done
}

# Sets ROUTES and the pairs of table.sh. Keeps both if a table cannot be read.
end_read() {
  local status table
  local -a ranges
  # A signal ends the wait, but not the reading.
  while true; do
    wait "$READER"
    status=$?
    kill -0 "$READER" 2>/dev/null || break
  done
  READER=""
  if ((status != 0)); then
    api_error
    return 1
  fi
  forget_pairs
  for table in "${TABLES[@]}"; do
    read -ra ranges <<<"${TABLE_RANGES[$table]}"
    judge_table "$table" "$PATH_INTERFACE" "${ranges[@]}" <"$WORK/$table"
  done
  judge_pairs "${PAIRS[@]}"
  READ_FRESH=1
}

read_routes() {
  begin_read
  end_read
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

# change_route CHANGE PAIR: creates, replaces or deletes one static route.
change_route() {
  local change=$1 pair=$2
  local where=(--route-table-id "${pair%%:*}" --destination-cidr-block "${pair#*:}")
  [[ $change == delete ]] || where+=(--network-interface-id "$PATH_INTERFACE")
  api ec2 "$change-route" "${where[@]}" >/dev/null && return 0
  api_error
  # Another writer made the change after the reading. read_back decides whether it is correct.
  [[ $API_ERROR == *RouteAlreadyExists* || $API_ERROR == *InvalidRoute.NotFound* ]]
}

# move PATH: changes every pair to PATH and confirms it. Fails if one pair is not confirmed, e.g. because of the quota of routes.
move() {
  local wanted=$1 pair
  ((READ_FRESH == 1)) || read_routes || return 1
  if [[ $ROUTES == foreign ]]; then
    API_ERROR="a static route of another owner exists"
    return 1
  fi
  for pair in "${PAIR_ORDER[@]}"; do
    pair_change "$wanted" "$pair"
    [[ -z $CHANGE ]] || change_route "$CHANGE" "$pair" || return 1
  done
  read_back "$wanted" || {
    API_ERROR=${API_ERROR:-"the routes are $ROUTES after the write"}
    return 1
  }
}
