"""Publishes DeepHealth: 1 when the database answers with the application's credentials, otherwise 0.

It is a metric and not the load balancer's health check: a database outage must not terminate every host.
"""

import os
import subprocess
import sys

import pymysql

AUTHORITY = os.environ.get("TIERRA_DATABASE_CA", "/etc/pki/tierra/rds-ca.pem")
# Variables of both environment files of the service.
REQUIRED = (
    ["MYSQL_HOST", "MYSQL_PORT", "MYSQL_USER", "MYSQL_DB", "DATABASE_PASSWORD"]
    + ["TIERRA_REGION", "TIERRA_METRIC_NAMESPACE", "TIERRA_AUTO_SCALING_GROUP"]
)
SECRETS = ("SECRET_KEY", "API_KEY", "DATABASE_PASSWORD", "MYSQL_ROOT_PASSWORD")


def database_answers():
    try:
        connection = pymysql.connect(
            host=os.environ["MYSQL_HOST"],
            port=int(os.environ["MYSQL_PORT"]),
            user=os.environ["MYSQL_USER"],
            password=os.environ["DATABASE_PASSWORD"],
            database=os.environ["MYSQL_DB"],
            connect_timeout=5,
            read_timeout=5,
            write_timeout=5,
            ssl={"ca": AUTHORITY},
        )
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (pymysql.MySQLError, OSError) as error:
        # Only the number, because a driver's message may contain its arguments.
        code = error.args[0] if error.args and isinstance(error.args[0], int) else "no number"
        print(f"database unreachable: {type(error).__name__} ({code})", file=sys.stderr)
        return False


def publish(value):
    clean = {name: text for name, text in os.environ.items() if name not in SECRETS}
    region = os.environ["TIERRA_REGION"]
    command = ["aws", "cloudwatch", "put-metric-data", "--region", region]
    command += ["--namespace", os.environ["TIERRA_METRIC_NAMESPACE"], "--metric-name", "DeepHealth"]
    command += ["--dimensions", f"AutoScalingGroupName={os.environ['TIERRA_AUTO_SCALING_GROUP']}"]
    try:
        subprocess.run(command + ["--value", str(value)], env=clean, timeout=30, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise SystemExit(f"error: DeepHealth={value} could not be published ({type(error).__name__})")


def check_settings():
    missing = [name for name in REQUIRED if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"error: the environment must have a value for {', '.join(missing)}, got none")
    if not os.environ["MYSQL_PORT"].isascii() or not os.environ["MYSQL_PORT"].isdigit():
        raise SystemExit(f"error: MYSQL_PORT must be a whole number, got {os.environ['MYSQL_PORT']!r}")


if __name__ == "__main__":
    check_settings()
    publish(1 if database_answers() else 0)
