"""How the production server runs: `gunicorn wsgi:app`. Command-line options win over what stands here.

Two processes with four threads each serve two cores; more cores want more processes, not more threads, which lengthen
the tail. State lives in the database and in files, so processes come and go.
"""

import contextlib
import ctypes
import sys
from pathlib import Path

worker_class = "gthread"
workers = 2
threads = 4
bind = "127.0.0.1:8000"
backlog = 512

# The application is built in every worker: connections and locks are never shared by a fork, and SIGHUP takes up new
# code and settings one worker after another. wsgi.py freezes what the start made for the garbage collector.
preload_app = False

timeout = 30
graceful_timeout = 30
keepalive = 5
# Slow leaks end with the worker; the jitter keeps the workers from ending together.
max_requests = 5000
max_requests_jitter = 500

# Forms and uploads are bounded by the application; these bound what precedes them.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 16380

# The heartbeat of a worker is a file that must never wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  made by gunicorn, unlinked at once

# Otherwise a socket for commands is opened in the home folder of whoever runs the server.
control_socket_disable = True

accesslog = None  # the application logs one structured line a request, with its id
errorlog = "-"
loglevel = "info"

# Names of glibc's options in malloc.h.
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
A_MEGABYTE = 1024 * 1024
A_PAGE = 0.03


def post_fork(_server: object, _worker: object) -> None:
    """Let a page be made in one go, and give memory back.

    Threads that take turns every 5 ms, Python's habit, make all pages late together; a turn as long as a page is made
    lets them end one after the other.
    """
    sys.setswitchinterval(A_PAGE)
    _give_memory_back()


def _give_memory_back() -> None:
    """Give memory back: threads share two pools, and large blocks go to the system as soon as they are free.

    Otherwise each thread keeps what it once needed, such as the 19 MB of every password it hashed: after the pages of
    benchmarks/ a worker held 240 MB, with this 155 MB.
    """
    with contextlib.suppress(OSError, AttributeError):  # another C library has no such options
        library = ctypes.CDLL(None)
        library.mallopt(M_ARENA_MAX, 2)
        library.mallopt(M_MMAP_THRESHOLD, A_MEGABYTE)
