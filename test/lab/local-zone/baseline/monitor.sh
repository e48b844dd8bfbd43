#!/usr/bin/env bash
# How the original monitor behaves, written anew from its description: three pings of one second, what it last did kept in memory,
# success said without a look at the table. It is what ours is measured against, and nothing else.
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
