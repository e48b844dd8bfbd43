#!/usr/bin/env bash
# The laboratory's network: namespaces for the Local Zone's subnets, Direct Connect, the internet and a site with two routers. It
# prints "ready" and runs until its standard input ends. Then it removes everything with its prefix. The end of the parent process
# also ends the input.
#
#   prod 10.20.1.10 --.                 .-- dx 169.254.100.0/30 (BGP, BFD) -- r1 .2 --.
#   util 10.20.2.10 ---- vpc (tables) --+                                             +-- lan 192.168.1.0/24 -- site .10
#   appl 10.20.0.10 --'                 '-- inet 203.0.113 / 198.51.100 (ESP) -- r2 .3 --'   VRRP 192.168.1.1
set -euo pipefail

P=$1 DIR=$2
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
REPOSITORY=$(cd "$HERE/../../.." && pwd)
export DIR HERE REPOSITORY
NODES=(prod util appl vpc inet r1 r2 lan site)
# A second Direct Connect session, on a third router.
TWO_SESSIONS=""
[[ ! -e $DIR/frr-r3.conf ]] || TWO_SESSIONS=yes NODES+=(r3)

ns() {
  local node=$1
  shift
  ip netns exec "$P-$node" "$@"
}

take_down() {
  local node
  trap - EXIT
  # The reader of the output may have ended, and bash reports every process that is killed below.
  exec >/dev/null 2>&1
  set +e
  for node in "${NODES[@]}"; do
    ip netns pids "$P-$node" 2>/dev/null | xargs -r kill -KILL
  done
  for node in "${NODES[@]}"; do
    ip netns del "$P-$node" 2>/dev/null
  done
  rm -rf "$DIR"
}

# link NODE DEVICE ADDRESS OTHER DEVICE ADDRESS: connects two nodes. "-" is no address.
link() {
  ip link add "$2" netns "$P-$1" type veth peer name "$5" netns "$P-$4"
  local node device address
  for node in "$1 $2 $3" "$4 $5 $6"; do
    read -r node device address <<<"$node"
    [[ $address == - ]] || ns "$node" ip address add "$address" dev "$device"
    ns "$node" ip link set "$device" up
  done
}

# inside NODE SCRIPT: runs a script in the node's network, with its own mounts.
inside() {
  local node=$1 script=$2
  mkdir -p "$DIR/$node"
  NODE=$node ip netns exec "$P-$node" unshare --mount --propagation private bash "$HERE/$script" \
    >"$DIR/$node/${script##*/}.log" 2>&1 </dev/null &
}

build() {
  local node
  for node in "${NODES[@]}"; do
    ip netns add "$P-$node"
    ns "$node" ip link set lo up
    for setting in ip_forward=1 conf.all.rp_filter=0 conf.default.rp_filter=0 conf.all.send_redirects=0 conf.default.send_redirects=0; do
      ns "$node" sysctl -q -w "net.ipv4.${setting//conf./conf.}"
    done
  done
  link prod eth0 10.20.1.10/24 vpc prod 10.20.1.1/24
  link util eth0 10.20.2.10/24 vpc util 10.20.2.1/24
  link appl eth0 10.20.0.10/24 vpc appl 10.20.0.1/24
  link vpc dx 169.254.100.1/30 r1 dx 169.254.100.2/30
  link vpc inet 203.0.113.1/24 inet vpc 203.0.113.254/24
  link r2 inet 198.51.100.10/24 inet r2 198.51.100.254/24
  ns lan ip link add br0 type bridge
  ns lan ip link set br0 up
  link r1 lan 192.168.1.2/24 lan r1 -
  link r2 lan 192.168.1.3/24 lan r2 -
  link site eth0 192.168.1.10/24 lan site -
  if [[ -n $TWO_SESSIONS ]]; then
    link vpc dx2 169.254.101.1/30 r3 dx 169.254.101.2/30
    link r3 lan 192.168.1.4/24 lan r3 -
    ns lan ip link set r3 master br0
  fi
  # A second host of the site.
  ns site ip address add 192.168.1.11/24 dev eth0
  for node in r1 r2 site; do
    ns lan ip link set "$node" master br0
  done
  for node in prod:10.20.1.1 util:10.20.2.1 appl:10.20.0.1 site:192.168.1.1 r2:198.51.100.254; do
    ns "${node%%:*}" ip route add default via "${node##*:}"
  done
  # The address that answers pings through the tunnel.
  ns r2 ip address add 192.168.255.1/32 dev lo

  # One route table per subnet. The agent writes production's, without the main table behind it. The utility subnet's has the VPN route for the probe only. The main
  # table has the VPC's routes and the routes from BGP, which emulates propagation.
  ns vpc ip rule add pref 100 iif prod to 192.168.0.0/16 lookup 100
  ns vpc ip rule add pref 100 iif util lookup 200
  ns vpc ip rule add pref 200 iif appl lookup 10
  ns vpc ip route add blackhole default table 100
  ns vpc ip route add 192.168.255.1/32 via 10.20.0.10 table 200
  ns vpc ip route add 198.51.100.0/24 via 203.0.113.254 table 10
  # The internet gateway: one public address for one private one.
  ns vpc ip route add 203.0.113.10/32 via 10.20.0.10
  ns inet ip route add 203.0.113.10/32 via 203.0.113.1
  ns vpc nft -f - <<'NFT'
table ip igw {
  chain in { type nat hook prerouting priority dstnat; iifname "inet" ip daddr 203.0.113.10 dnat to 10.20.0.10; }
  chain out { type nat hook postrouting priority srcnat; oifname "inet" ip saddr 10.20.0.10 snat to 203.0.113.10; }
}
NFT
}

trap take_down EXIT
trap 'exit 1' INT TERM HUP
mkdir -p "$DIR"
build
inside vpc site/router.sh
inside vpc stand-ins/agent.sh
inside r1 site/router.sh
[[ -z $TWO_SESSIONS ]] || inside r3 site/router.sh
inside r2 site/vpn.sh
inside appl site/appliance.sh
inside r1 site/vrrp.sh
inside r2 site/vrrp.sh
echo ready
cat >/dev/null
