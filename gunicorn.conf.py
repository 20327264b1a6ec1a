"""gunicorn's settings for the web process; the command line only names the app.

Threads, not more processes: a request is short and never waits for LINE. The process is small
because it imports neither the LINE SDK nor the language model.
"""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 65
no_control_socket = True
max_requests = 100_000
max_requests_jitter = 10_000
