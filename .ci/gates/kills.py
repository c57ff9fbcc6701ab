"""Kills a server and its database, or takes the database away, at random moments under writers, and checks
what was acknowledged.

NAME CLIENTS…: a name to print, then what `client create` printed: the landlords' clients, the paying body's
last. From the environment: BINARY, BIND, ROUNDS, WORK, DATABASE_URL; on PostgreSQL also PGBIN, POSTGRES_DATA
and POSTGRES_OPTIONS; behind PgBouncer also BOUNCER, its file of settings, and BOUNCER_PORT. KILL_SEED repeats
the choices of a run, not its timing.
"""

import contextlib
import json
import os
import random
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

from kills_ledger import HOST, NDJSON, Caller, Ledger, Lost, Pace, Writer, bearer, demand, landlord, lines

NAME, CLIENTS = sys.argv[1], [json.loads(client) for client in sys.argv[2:]]
PORT = int(os.environ["BIND"].split(":")[1])
ROUNDS, WORK, POSTGRES = int(os.environ["ROUNDS"]), os.environ["WORK"], os.environ.get("POSTGRES_DATA")
BOUNCER = os.environ.get("BOUNCER")
SEED = os.environ.get("KILL_SEED") or str(random.randrange(10**9))

# Writers; seconds of writing before a kill; seconds between two acts of a writer, and in the last moments
# before the kill, which last so long; what a start may take.
WRITERS, WRITING, PAUSE, HURRY, MOMENTS, START = 16, (0.4, 1.2), 0.1, 0.002, 0.2, 60
# Seconds for which another process holds the file: a write waits five.
HELD = 6
# Seconds in which a call must have come to its end.
PATIENCE = 90
# Lines of a load, and of one transaction of it at most.
LOADED, CHUNK = 1_500, 500


def unprivileged(*command):
    """PostgreSQL and PgBouncer refuse to run as root."""
    return [*(["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []), *command]


def until(holds, what):
    begun = time.monotonic()
    while not holds():
        demand(time.monotonic() - begun < START, what, "takes longer than", START, "s")
        time.sleep(0.02)


class Process:
    """What is started, killed and started again with the same options."""

    def __init__(self, name, command, is_there):
        self.name, self.command, self.is_there, self.running = name, command, is_there, None

    def start(self):
        with open(f"{WORK}/{self.name}.err", "ab") as log:
            self.running = subprocess.Popen(self.command, stdout=log, stderr=log, cwd="/", start_new_session=True)
        until(self.is_there, self.name)

    def kill(self):
        # runuser, in between, would leave its child behind: the whole group goes.
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


def ready():
    answer = Caller(PORT).ask("GET", "/health/ready")
    return answer is not None and answer[0] == 200


def bouncer_listens():
    with contextlib.suppress(OSError), socket.create_connection((HOST, int(os.environ["BOUNCER_PORT"])), timeout=1):
        return True
    return False


SERVER = Process("server", [os.environ["BINARY"], "serve", "--sandbox", "--now", "2026-11-23T09:00:00Z"], ready)
POOLER = Process("pgbouncer", unprivileged("pgbouncer", BOUNCER), bouncer_listens) if BOUNCER else None


def pg_ctl(*words):
    command = unprivileged(os.environ["PGBIN"] + "/pg_ctl", "-D", POSTGRES, "-l", f"{POSTGRES}/server.log", *words)
    return subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def postmaster():
    with open(f"{POSTGRES}/postmaster.pid", encoding="ascii") as file:
        os.kill(int(file.readline()), signal.SIGKILL)


def postgres_starts():
    # After its postmaster was killed, the others of the server take a moment to notice.
    until(lambda: pg_ctl("-w", "-o", os.environ["POSTGRES_OPTIONS"], "start"), "PostgreSQL")


def server_dies():
    SERVER.kill()
    return SERVER.start


def postmaster_dies():
    postmaster()
    return postgres_starts


def postgres_stops():
    pg_ctl("-m", "immediate", "stop")
    return postgres_starts


def postgres_restarts():
    """As an operator restarts it."""
    pg_ctl("-m", "fast", "stop")
    return postgres_starts


def sessions_end():
    port = os.environ["POSTGRES_OPTIONS"].split("-p ")[1].split()[0]
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    asked = [os.environ["PGBIN"] + "/psql", "-h", HOST, "-p", port, "-U", "postgres", "-qAtc", ended]
    told = subprocess.run(asked, cwd="/", capture_output=True, text=True, check=True).stdout
    demand("t" in told.split(), "no session was there to end")
    return lambda: None


def both_die():
    postmaster()
    SERVER.kill()

    def start():
        postgres_starts()
        SERVER.start()

    return start


def pooler_dies():
    POOLER.kill()
    return POOLER.start


def file_is_held():
    """By another process, for longer than a write waits."""
    other = sqlite3.connect(os.environ["DATABASE_URL"].removeprefix("sqlite://"), timeout=START, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def let_go():
        time.sleep(HELD)
        other.close()

    return let_go


def kills():
    if BOUNCER:
        return [pooler_dies, postmaster_dies, pooler_dies, postgres_stops, postgres_restarts, sessions_end]
    if POSTGRES:
        return [server_dies, postmaster_dies, sessions_end, server_dies, postgres_stops, postgres_restarts, both_die]
    return [server_dies] * 14 + [file_is_held]


class Load(threading.Thread):
    """A roster that comes slowly, until it is cut off or told to end."""

    def __init__(self, number, token, stop):
        super().__init__(daemon=True)
        self.lines = [landlord(f"LOAD-{number}-{line}", f"L{number:03}{line:04}") for line in range(LOADED)]
        self.token, self.stop, self.sent, self.told = token, stop, 0, None

    def run(self):
        head = ["POST /v1/paying-body/load HTTP/1.1", "host: gate", f"content-type: {NDJSON}", f"authorization: {self.token}"]
        head += ["transfer-encoding: chunked", "connection: close", "", ""]
        with contextlib.suppress(OSError), socket.create_connection((HOST, PORT), timeout=START) as stream:
            stream.sendall("\r\n".join(head).encode())
            # A server that answers before the end takes no more.
            with contextlib.suppress(OSError):
                while self.sent < LOADED and not self.stop.wait(0.02) and not select.select([stream], [], [], 0)[0]:
                    piece = lines(self.lines[self.sent : self.sent + 25])
                    self.sent += 25
                    stream.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                stream.sendall(b"0\r\n\r\n")
            seen = b""
            while piece := stream.recv(65536):
                seen += piece
            top, _, body = seen.partition(b"\r\n\r\n")
            if body:
                self.told = int(top.split(b" ")[1]), json.loads(body)

    def check(self, caller):
        """Sends the whole of it again: what it said was in is in, the rest comes, once."""
        whole = lines(self.lines[: self.sent])
        for turn in ("first", "second"):
            status, body, _ = caller.ask("POST", "/v1/paying-body/load", whole, NDJSON)
            demand(status == 200, "a load sent again is answered", status, body)
            report = json.loads(body)
            demand(report["rejected"] == 0 and report["accepted"] + report["unchanged"] == self.sent, "a load of", self.sent, report)
            least, most = self.said() if turn == "first" else (self.sent, self.sent)
            demand(least <= report["unchanged"] <= most, "a load said", self.told, "and then, sent again,", report)

    def said(self):
        """How many lines are in, at least and at most."""
        if self.told is None:
            return 0, self.sent
        status, body = self.told
        demand(status in (200, 503), "a load is answered", self.told)
        done = body["accepted"]
        return done, done + (CHUNK if body.get("outcome") == "unknown" else 0)


class Gate:
    def __init__(self):
        self.ledger, self.loads, self.cut = Ledger(), 0, 0
        self.tokens = self.callers = self.pools = None

    def log_in(self):
        """Tokens live for a quarter of an hour, by the wall's clock."""
        self.tokens = [bearer(PORT, client) for client in CLIENTS]
        self.callers = {number: Caller(PORT, token) for number, token in enumerate(self.tokens[:-1])}

    def share(self):
        """Each writer gets tenants of its own."""
        self.pools = []
        for owner, caller in self.callers.items():
            tenants = [dict(tenant=item["id"]) for item in caller.pages("/v1/tenants")]
            each = WRITERS // len(self.callers)
            for turn in range(each):
                self.pools.append((owner, dict(fresh=tenants[turn::each], rent=[], change=[], case=[])))

    def round(self, number, kill):
        self.log_in()
        stop, told = threading.Event(), threading.Event()
        pace = Pace(PAUSE)
        writers = [Writer(self.ledger, PORT, owner, self.tokens[owner], pools, stop, pace) for owner, pools in self.pools]
        load = Load(number, self.tokens[-1], told)
        for thread in [*writers, load]:
            thread.start()
        time.sleep(random.uniform(*WRITING))
        pace.seconds = HURRY
        time.sleep(MOMENTS)
        start = kill()
        pace.seconds = PAUSE
        # What stays up is written to meanwhile, and after.
        start()
        until(ready, "the server")
        time.sleep(0.2)
        stop.set()
        told.set()
        for thread in [*writers, load]:
            thread.join(PATIENCE)
            demand(not thread.is_alive(), "a call has no end")
        for writer in writers:
            if writer.failed:
                raise writer.failed
        self.check(load)

    def check(self, load):
        for caller in self.callers.values():
            caller.line = None
        paying_body = Caller(PORT, self.tokens[-1])
        self.ledger.check(self.callers, paying_body)
        self.ledger.repeat(self.callers)
        load.check(paying_body)
        self.loads += 1
        self.cut += load.told is None or load.told[0] != 200

    def run(self):
        SERVER.start()
        self.log_in()
        self.share()
        for number in range(ROUNDS):
            kill = kills()[number % len(kills())]
            try:
                self.round(number, kill)
            except Lost as lost:
                raise Lost(f"round {number + 1}, {kill.__name__}, KILL_SEED={SEED}: {lost}") from lost
        # What was sent again in the last round is there too.
        self.ledger.check(self.callers, Caller(PORT, self.tokens[-1]))


def main():
    # Told to stop, it leaves nothing behind that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    random.seed(SEED)
    gate, begun = Gate(), time.monotonic()
    if POOLER:
        POOLER.start()
    try:
        gate.run()
    except Lost as lost:
        sys.exit(f"LOST on {NAME}: {lost}")
    finally:
        for process in (SERVER, POOLER):
            if process and process.running and process.running.poll() is None:
                process.kill()
    told = gate.ledger
    print(
        f"{NAME}: {ROUNDS} rounds in {time.monotonic() - begun:.0f} s, {told.acknowledged} acknowledged, {told.refused} refused, "
        f"{told.unknown} of unknown outcome, {told.unanswered} without an answer, {told.again} asked again, {gate.cut} of {gate.loads} loads cut off, 0 lost",
        flush=True,
    )


main()
