"""How gunicorn serves the application: every host, every application."""

import multiprocessing
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mysql_tls  # noqa: E402  (stands beside this file)

bind = f"0.0.0.0:{os.environ.get('TIERRA_PORT', '5000')}"
workers = int(os.environ.get("TIERRA_WORKERS") or 2 * multiprocessing.cpu_count() + 1)
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
# Longer than the load balancer's idle timeout of 60 s: the side that reuses connections must not be the last to know.
keepalive = 65
# Heartbeat files belong in memory: on a busy disk a worker looks dead.
worker_tmp_dir = "/dev/shm"
# The security group lets only the load balancer in, whose X-Forwarded-Proto says what the viewer used.
forwarded_allow_ips = "*"
accesslog = "-"
errorlog = "-"


def post_fork(server, worker):
    mysql_tls.install()
