"""The demo's processes: the web server and the sweeps, ended together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence

GRACE_SECONDS = 8


def web_command(port: int, workers: int) -> list[str]:
    """The same server as in production, on one port of this machine."""
    return [
        sys.executable, "-m", "gunicorn", "portal.wsgi:application",
        "--bind", f"127.0.0.1:{port}",
        "--workers", str(workers),
        "--limit-request-line", "8190",
        "--log-level", "warning",
    ]  # fmt: skip


def jobs_command() -> list[str]:
    return [sys.executable, "manage.py", "run_jobs", "--loop"]


def serve(commands: Sequence[Sequence[str]], environment: dict[str, str], cwd: str) -> int:
    """Run the commands until one of them ends or we are told to stop; then end all.

    :returns: the exit code of the first process that ended by itself, else 0.
    """
    stopping = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    # A session of their own: Ctrl-C reaches us alone, and we end them in order.
    processes = [
        subprocess.Popen(command, cwd=cwd, env=environment, start_new_session=True)  # noqa: S603
        for command in commands
    ]
    try:
        while not stopping:
            ended = next((p for p in processes if p.poll() is not None), None)
            if ended is not None:
                return ended.returncode or 1
            time.sleep(0.2)
        return 0
    finally:
        end(processes)


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each process to stop, and insist after a grace period."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
