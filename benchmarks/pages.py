"""Requests per second of three pages against a bare Django view on the same server.

``python benchmarks/pages.py [--seconds 5]`` starts gunicorn with the demo's content on a
free port of this machine, asks each address in turn, twice, and prints ratios of medians.
Bounded in time; ends only what it started.
"""

from __future__ import annotations

import argparse
import http.client
import http.cookiejar
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 4
ROUNDS = 3
GOALS = {"首页 home": 0.3, "文件页 document": 0.7, "进度页 tracking": 0.3}


def prepare(folder: str) -> dict[str, str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings",
        "PORTAL_VAR_DIR": folder,
        "LOG_LEVEL": "ERROR",
    }
    for command in (["prepare"], ["load_demo"], ["collectstatic", "--noinput"]):
        subprocess.run(
            [sys.executable, "manage.py", *command, "-v", "0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
    return environment


def serve(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application"]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--log-level", "error"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return process, port
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise SystemExit("the server did not start")


def tracked_page(port: int, folder: str) -> tuple[str, str]:
    """Track one application as a citizen would; the address and the cookie of its page."""
    citizen = json.loads((Path(folder) / "demo" / "logins.json").read_text())["citizens"][0]
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://localhost:{port}/requests/track/"
    form = opener.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    fields = {
        "number": citizen["number"],
        "code": citizen["code"],
        "csrfmiddlewaretoken": token[1] if token else "",
    }
    request = urllib.request.Request(address, urllib.parse.urlencode(fields).encode())
    request.add_header("Referer", address)
    answer = opener.open(request)
    cookie = "; ".join(f"{c.name}={c.value}" for c in jar)
    return urllib.parse.urlsplit(answer.url).path, cookie


def first_document(port: int) -> str:
    listing = urllib.request.urlopen(f"http://localhost:{port}/api/v1/documents/?limit=1").read()
    return str(json.loads(listing)["results"][0]["index_no"])


def rate(port: int, path: str, cookie: str, seconds: float) -> float:
    """Answers per second of a few clients that ask one after the other."""
    counts = [0] * CLIENTS
    stop = time.perf_counter() + seconds

    def ask(client: int) -> None:
        while time.perf_counter() < stop:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            counts[client] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        server, port = serve(prepare(folder))
        try:
            document = urllib.parse.quote(first_document(port))
            tracked, cookie = tracked_page(port, folder)
            pages = {
                "首页 home": ("/", ""),
                "文件页 document": (f"/disclosure/{document}/", ""),
                "进度页 tracking": (tracked, cookie),
            }
            figures: dict[str, list[float]] = {name: [] for name in [*pages, "bare"]}
            for _ in range(ROUNDS):
                figures["bare"].append(rate(port, f"/bare/{document}/", "", seconds))
                for name, (path, cookies) in pages.items():
                    figures[name].append(rate(port, path, cookies, seconds))
        finally:
            server.terminate()
            server.wait(timeout=15)
    floor = statistics.median(figures["bare"])
    print(f"bare view: {floor:.0f} requests/s")
    for name in pages:
        median = statistics.median(figures[name])
        ratio = median / floor
        verdict = "reached" if ratio >= GOALS[name] else "short"
        print(
            f"{name}: {median:.0f} requests/s, ratio {ratio:.2f} (goal ≥ {GOALS[name]}) {verdict}"
        )


if __name__ == "__main__":
    main()
