"""A whole city served as `make run` serves it, and the browser that looks at it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.e2e.city import City

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the site did not start:\n" + log.read_text()[-4000:])


@contextmanager
def served_city(data: Path, workers: int) -> Iterator[City]:
    """The site, its job consumer and a demonstration city of so many workers, all kept under `data`."""
    port = _free_port()
    env = {
        **os.environ,
        "DATA_DIR": str(data),
        "PORT": str(port),
        "FLASK_APP": "wsgi.py",
        "RATELIMIT_ENABLED": "0",
    }
    flask = [sys.executable, "-m", "flask"]
    for command in (["db", "upgrade"], ["demo", "--workers", str(workers)]):
        subprocess.run([*flask, *command], cwd=ROOT, env=env, check=True, capture_output=True)
    log = data / "log"
    with log.open("wb") as out:
        server = subprocess.Popen([*flask, "serve"], cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server, log)
        yield City(f"http://127.0.0.1:{port}", data)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium of this machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "no Chromium: apt-get install -y --no-install-recommends chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def visitor(
    browser: Browser, city: City, *, phone: bool = True, scripts: bool = True, sharpness: float = 1
) -> BrowserContext:
    """Somebody who has not been here before, on a phone or at a desk; `sharpness` is pixels per point."""
    context = browser.new_context(
        base_url=city.address,
        viewport={"width": 390, "height": 844} if phone else {"width": 1440, "height": 900},
        is_mobile=phone,
        has_touch=phone,
        java_script_enabled=scripts,
        device_scale_factor=sharpness,
        locale="zh-CN",
    )
    context.set_default_timeout(30_000)
    return context
