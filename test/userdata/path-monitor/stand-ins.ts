/** Bash bodies that replace programs of the monitor. Files in the folder `$STATE` change their behaviour. */

/** The test's clocks: both advance together, and only the wall clock has steps. Appended to the monitor's clock.sh, whose pauses stay unchanged. */
export const CLOCK = `
now_ms() { IFS= read -r NOW <"$STATE/clock"; }
wall_ms() {
  local step
  IFS= read -r WALL <"$STATE/clock"
  IFS= read -r step <"$STATE/wall-step"
  WALL=$((WALL + step))
}
`;

/** One time limit for every call, long enough for a busy machine. Appended to lib.sh. */
export const LIMITS = `
bounded() { timeout --kill-after=5 120 "\${@:2}"; }
`;

/** Advances that clock. Only the pause at the end of a round lasts a second or more. It lasts until the test starts the next round. */
export const SLEEP = `if ((\${1%.*} >= 1)); then
  echo >>"$STATE/rounds"
  read -r -N1 _ <"$STATE/ticks"
fi
read -r clock <"$STATE/clock"
echo $((clock + 10#\${1/./})) >"$STATE/clock"`;

export const PING = `target=\${@: -1}
if [[ -e $STATE/down-$target ]]; then received=0; elif [[ -e $STATE/poor-$target ]]; then received=2; else received=3; fi
echo "3 packets transmitted, $received received, 0% packet loss, time 2ms"
((received == 0)) || echo "rtt min/avg/max/mdev = 19.1/20.2/21.3/0.5 ms"`;

/** An EC2 with route tables in files, and the calls to other services that the monitor makes. */
export const AWS = `table=""
while [[ $# -gt 0 ]]; do
  case $1 in
    --route-table-id | --route-table-ids) table=$STATE/table-$2 ;;
    --destination-cidr-block) cidr=$2 ;;
    --name) parameter=$2 ;;
    --network-interface-id) interface=$2 ;;
    --metric-data) { tr -d '\\n' <"\${2#file://}" && echo; } >>"$STATE/metric-data" ;;
    --log-events) cat "\${2#file://}" >>"$STATE/log-events" ;;
    *-route | *-route-tables | get-parameter) action=$1 ;;
  esac
  shift
done
refuse() { echo "An error occurred ($1) when calling the API" >&2; exit 254; }
write() {
  [[ -e $STATE/writing ]] && echo "two writers" >>"$STATE/violations"
  : >"$STATE/writing"
  [[ ! -e $STATE/writes-are-held ]] || read -r -N1 _ <"$STATE/write-ends"
  grep -v "^$cidr .*CreateRoute$" "$table" >"$table.new"
  [[ -z $1 ]] || echo "$1" >>"$table.new"
  mv "$table.new" "$table"
  rm -f "$STATE/writing"
}
case $action in
  describe-route-tables)
    [[ ! -e $STATE/reads-fail ]] || refuse RequestLimitExceeded
    [[ ! -e $STATE/reads-are-empty ]] || exit 0
    cat "$table" ;;
  get-parameter)
    if [[ $parameter == */stack ]]; then
      [[ ! -e $STATE/stack-is-gone ]] || refuse ParameterNotFound
      echo present
      exit 0
    fi
    [[ ! -e $STATE/hold-reads-are-held ]] || read -r -N1 _ <"$STATE/write-ends"
    [[ ! -e $STATE/hold-reads-fail ]] || refuse InternalServerError
    [[ -e $STATE/hold-parameter ]] || refuse ParameterNotFound
    cat "$STATE/hold-parameter" ;;
  *)
    [[ ! -e $STATE/writes-fail ]] || refuse RequestLimitExceeded
    [[ ! -e $STATE/writes-are-lost ]] || exit 0
    static=$(grep -c "^$cidr .*CreateRoute$" "$table")
    case $action in
      create-route)
        ((static == 0)) || refuse RouteAlreadyExists
        [[ ! -e $STATE/quota-is-reached ]] || (($(grep -c CreateRoute$ "$table") < 1)) || refuse RouteLimitExceeded
        write "$cidr $interface active CreateRoute" ;;
      replace-route) ((static == 1)) || refuse InvalidParameterValue; write "$cidr $interface active CreateRoute" ;;
      delete-route) ((static == 1)) || refuse InvalidRoute.NotFound; write "" ;;
    esac
    [[ ! -e $STATE/answers-are-lost ]] || refuse RequestTimeout ;;
esac`;
