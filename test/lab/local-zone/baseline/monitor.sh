#!/usr/bin/env bash
# The behaviour of the original monitor, written from its description: three pings of one second, state in memory, and a log line
# for a switch without reading the route table. Only the laboratory uses it, for comparison.
TARGET=$1 TABLE=$2 RANGE=$3 INTERFACE=$4
STATE=direct-connect
while true; do
  if ping -n -q -c 3 -W 1 "$TARGET" >/dev/null 2>&1; then
    if [[ $STATE == vpn ]]; then
      aws ec2 delete-route --route-table-id "$TABLE" --destination-cidr-block "$RANGE"
      echo "Switching back to Direct Connect"
      STATE=direct-connect
    fi
  elif [[ $STATE == direct-connect ]]; then
    aws ec2 replace-route --route-table-id "$TABLE" --destination-cidr-block "$RANGE" --network-interface-id "$INTERFACE" ||
      aws ec2 create-route --route-table-id "$TABLE" --destination-cidr-block "$RANGE" --network-interface-id "$INTERFACE"
    echo "Direct Connect failed. Switching to VPN"
    STATE=vpn
  fi
  sleep 2
done
