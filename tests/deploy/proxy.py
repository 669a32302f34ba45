"""nginx in front of an archive, with our own recipe on free ports, as a user who may nothing else."""

import contextlib
import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "deploy/nginx.conf"
NAME = "pods.example.org"
NOBODY = 65_534

# What a packaged nginx.conf has around `conf.d`, with everything below one folder.
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{recipe}
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def adapted(folder, application, plain, tls):
    """The recipe with ports that are free, a certificate of its own, and its cache below `folder`."""
    text = RECIPE.read_text(encoding="utf-8")
    wanted = (
        (r"server 127\.0\.0\.1:8001;", f"server 127.0.0.1:{application};"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{tls} ssl http2;"),
        (r" *listen \[::\]:[^;]+;\n", ""),
        (r"/etc/letsencrypt/live/pods\.example\.org", str(folder)),
        (r"/var/cache/nginx/podarchive", f"{folder}/cache"),
    )
    for pattern, new in wanted:
        text, count = re.subn(pattern, new, text)
        assert count, pattern
    return AROUND.format(folder=folder, recipe=text)


@contextlib.contextmanager
def before(application):
    """(port without TLS, port with TLS) of nginx before the application that listens on this port."""
    folder = Path(tempfile.mkdtemp(prefix="podarchive-nginx-"))
    plain, tls = free_port(), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "nginx.conf").write_text(adapted(folder, application, plain, tls), encoding="utf-8")
    as_nobody = {}
    if os.geteuid() == 0:
        as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
    command = [shutil.which("nginx"), "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, **as_nobody)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **as_nobody)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", tls), timeout=1):
                break
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        yield plain, tls
    finally:
        process.terminate()
        process.communicate(timeout=60)
        shutil.rmtree(folder)


class Answer:
    """What came back: `status`, `text`, and every header as often as it stood there."""

    def __init__(self, response):
        self.status, self.headers = response.status, response.headers
        raw = response.read()
        self.sent = len(raw)
        self.text = (gzip.decompress(raw) if self.headers["content-encoding"] == "gzip" else raw).decode()

    def all(self, name):
        return self.headers.get_all(name) or []


def ask(port, path, *, tls=True, method="GET", **headers):
    """One request by the server's name, to this machine."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if tls:
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"host": NAME, **asked})
        return Answer(connection.getresponse())
