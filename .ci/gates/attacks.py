"""Attacks a server and tells what another caller noticed: HOST:PORT PID LANDLORD_CLIENT PAYING_BODY_CLIENT.

Each attack has a time limit, and says what it wants to be told. Beside it a caller asks for tenants, on a
new connection each time; the bounds are wide, so that a slow machine passes and a stopped server does not.
"""

import base64
import concurrent.futures
import contextlib
import gzip
import json
import os
import signal
import socket
import statistics
import sys
import threading
import time

HOST, PORT = sys.argv[1].split(":")
PORT = int(PORT)
PID = int(sys.argv[2])
LANDLORD, BODY = json.loads(sys.argv[3]), json.loads(sys.argv[4])

# What an attack, an answer to the other caller and the end may take, in seconds.
ATTACK, NEIGHBOUR, END = 180, 45, 60
# After what time the server has let go of those that do not take their answers.
UNTAKEN = 60
JSON, FORM, NDJSON = "application/json", "application/x-www-form-urlencoded", "application/x-ndjson"


def connect(patience=ATTACK):
    return socket.create_connection((HOST, PORT), timeout=patience)


def head(method, path, *lines):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "host: gate", *lines, "", ""]).encode()


def read_answer(stream):
    """Status and body of one answer whose end is the connection's or its length's."""
    seen = b""
    while b"\r\n\r\n" not in seen:
        piece = stream.recv(65536)
        if not piece:
            return None, b""
        seen += piece
    top, _, body = seen.partition(b"\r\n\r\n")
    lines = top.decode("latin-1").lower().split("\r\n")
    status = int(lines[0].split(" ")[1])
    if status == 100:
        return read_answer(stream)
    length = next((int(line.split(":")[1]) for line in lines if line.startswith("content-length:")), None)
    while length is None or len(body) < length:
        piece = stream.recv(65536)
        if not piece:
            break
        body += piece
    return status, body


def ask(method, path, token=None, kind=None, body=b"", more=(), patience=ATTACK):
    """One request on a connection of its own. A server that hangs up while it is sent to still answers."""
    lines = [f"authorization: {token}"] if token else []
    lines += [f"content-type: {kind}"] if kind else []
    lines += [f"content-length: {len(body)}", "connection: close", *more]
    with connect(patience) as stream:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            stream.sendall(head(method, path, *lines) + body)
        try:
            return read_answer(stream)
        except ConnectionResetError:
            return None, b""


def token_of(client, scope=""):
    form = f"grant_type=client_credentials&client_id={client['client_id']}&client_secret={client['client_secret']}&scope={scope}"
    return ask("POST", "/oauth/token", kind=FORM, body=form.encode())


def bearer(client):
    status, body = token_of(client)
    assert status == 200, (status, body)
    return "Bearer " + json.loads(body)["access_token"]


TOKEN, LOADER = bearer(LANDLORD), bearer(BODY)


def many(number, at_once, work):
    """The results of so many calls, so many at a time."""
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(work, range(number)))


def only(statuses, *allowed):
    wrong = [status for status in statuses if status not in allowed]
    assert not wrong, f"{len(wrong)} answers are none of {allowed}: {sorted(set(map(str, wrong)))}"
    return statuses


# The attacks. Each returns in how many requests it came.


def unknown_parameters(_token=None):
    names = "&".join(f"p{number:x}" for number in range(11_000))
    assert len(names) < 65_000
    found = many(200, 16, lambda _: ask("GET", f"/v1/tenants?{names}"))
    only([status for status, _ in found], 401)
    found += many(100, 16, lambda _: ask("GET", f"/v1/tenants?{names}", TOKEN))
    only([status for status, _ in found[200:]], 400, 422)
    assert max(len(body) for _, body in found) < 100_000, "an answer grows with what was sent"
    return len(found)


def body_of_nuls():
    key, inside = "k" * 120_000, ",".join(['"\\u0000"'] * 15_000)
    body = f'{{"{key}":[{inside}]}}'.encode()
    assert len(body) < 262_144
    roads = [("POST", "/v1/rent-declarations"), ("POST", "/v1/changes"), ("PATCH", "/v1/landlord"), ("PUT", "/v1/landlord/bank-account")]
    roads += [("POST", "/v1/impayes/simulations")]
    found = many(40, 8, lambda turn: ask(*roads[turn % len(roads)], TOKEN, JSON, body, ["if-match: *"]))
    only([status for status, _ in found], 422, 403)
    assert max(len(body) for _, body in found) < 200_000, "an answer grows with what was sent"
    one = many(6, 6, lambda _: ask("POST", "/v1/paying-body/load", LOADER, NDJSON, body + b"\n"))
    only([status for status, _ in one], 200, 503)
    assert max(len(body) for _, body in one) < 1_000_000, "a report grows with what was sent"
    return len(found) + len(one)


def until_closed(stream):
    """Waits for the server to end a connection."""
    try:
        while stream.recv(65536):
            pass
    except ConnectionResetError:
        pass


def held(number, *begun, then=b""):
    """Opens so many connections, begins a request on each, sends no more, and waits for their end. What
    comes then is sent after an answer."""
    with contextlib.ExitStack() as open_ones:
        streams = []
        for turn in range(number):
            stream = open_ones.enter_context(connect())
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                stream.sendall(begun[turn % len(begun)])
            streams.append(stream)
        for stream in streams if then else ():
            read_answer(stream)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                stream.sendall(then)
        for stream in streams:
            until_closed(stream)
    return number


def held_bodies():
    length, chunked = "content-length: 100000", "transfer-encoding: chunked"
    return held(
        400,
        head("POST", "/v1/rent-declarations", f"content-type: {JSON}", length),
        head("POST", "/v1/rent-declarations", f"content-type: {JSON}", chunked),
        head("POST", "/oauth/token", f"content-type: {FORM}", length),
        head("POST", "/v1/changes", f"content-type: {JSON}", f"authorization: {TOKEN}", length) + b"{",
        head("POST", "/v1/changes", f"content-type: {JSON}", f"authorization: {TOKEN}", chunked, "expect: 100-continue"),
        head("POST", "/v1/paying-body/load", f"content-type: {NDJSON}", chunked),
    )


def held_heads():
    endless = b"GET /v1/tenants HTTP/1.1\r\nx-long: " + b"y" * 60_000
    return held(200, endless) + held(100, head("GET", "/health/live"), then=endless)


def bombs():
    packed = gzip.compress(b"x" * 30_000_000, 9)
    assert len(packed) < 31_000
    found = many(20, 20, lambda _: ask("POST", "/v1/paying-body/load", LOADER, NDJSON, packed, ["content-encoding: gzip"]))
    only([status for status, _ in found], 413, 503)
    twice = gzip.compress(packed, 9)
    found += many(10, 10, lambda _: ask("POST", "/v1/changes", TOKEN, JSON, twice, ["content-encoding: gzip"]))
    only([status for status, _ in found[20:]], 415)
    return len(found)


def unfinished_lines():
    line = b'{"type":"payment","lines":[' + b"1," * 15_000_000
    found = many(16, 8, lambda _: ask("POST", "/v1/paying-body/load", LOADER, NDJSON, line))
    only([status for status, _ in found], 200, 503, None)
    nested = b"[" * 1_000_000 + b"\n" + b'{"a":' * 300_000
    found += many(4, 2, lambda _: ask("POST", "/v1/paying-body/load", LOADER, NDJSON, nested))
    only([status for status, _ in found], 200, 503, None)
    return len(found)


def token_flood():
    wrong = dict(LANDLORD, client_secret="wrong")
    found = many(1500, 32, lambda turn: token_of(wrong if turn % 3 else LANDLORD)[0])
    only(found, 200, 401, 503)
    return len(found)


def repeated_scopes():
    scope = "+".join(["tenants:read"] * 500)
    found = many(200, 8, lambda _: token_of(LANDLORD, scope))
    only([status for status, _ in found], 200, 400)
    short = many(200, 8, lambda _: token_of(LANDLORD, "+".join(["tenants:read"] * 70)))
    only([status for status, _ in short], 200)
    assert max(len(body) for _, body in short) < 2_000, "a token grows with what was asked"
    return len(found) + len(short)


def ready_flood():
    found = many(3000, 32, lambda _: ask("GET", "/health/ready")[0])
    only(found, 200)
    return len(found)


def documents():
    roads = ["/openapi.json", "/openapi.yaml", "/docs/swagger-ui-bundle.js", "/problems"]
    found = many(400, 16, lambda turn: ask("GET", roads[turn % 4], more=["accept-encoding: gzip"])[0])
    only(found, 200)
    return len(found)


def descriptors():
    return len(os.listdir(f"/proc/{PID}/fd"))


def untaken_answers():
    """Answers that nobody reads, or one byte a second; the server lets go of them all while they are held."""
    asked = head("GET", "/docs/swagger-ui-bundle.js") * 2_500
    before = descriptors()
    with contextlib.ExitStack() as open_ones:
        streams = [open_ones.enter_context(connect()) for _ in range(60)]
        for stream in streams:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            # The server reads no more than it answers.
            stream.setblocking(False)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError, BlockingIOError):
                stream.send(asked)
        time.sleep(2)
        held = descriptors()
        assert held >= before + 50, f"{held} descriptors, {before} before: nothing is held"
        begun = time.monotonic()
        # The neighbour comes and goes.
        while descriptors() > before + 10:
            assert time.monotonic() - begun < UNTAKEN, f"{descriptors()} descriptors after {UNTAKEN} s, {before} before"
            time.sleep(1)
            for stream in streams[::2]:
                with contextlib.suppress(ConnectionResetError, BlockingIOError):
                    stream.recv(1)
    return 60 * 2_500


def odd_heads():
    roads = {
        "a long path": head("GET", "/v1/tenants/" + "a" * 60_000),
        "many headers": head("GET", "/health/live", *[f"x-{number}: y" for number in range(300)]),
        "a long header": head("GET", "/health/live", "x: " + "y" * 500_000),
        "many requests at once": head("GET", "/health/live") * 2_000,
        "trailers": head("POST", "/v1/changes", f"authorization: {TOKEN}", f"content-type: {JSON}", "transfer-encoding: chunked", "trailer: x")
        + b"2\r\n{}\r\n0\r\n" + b"x: " + b"y" * 200_000 + b"\r\n\r\n",
        "chunks of a byte": head("POST", "/v1/changes", f"authorization: {TOKEN}", f"content-type: {JSON}", "transfer-encoding: chunked")
        + b"1\r\n \r\n" * 200_000 + b"0\r\n\r\n",
        "a chunk with a long name": head("POST", "/v1/changes", f"authorization: {TOKEN}", f"content-type: {JSON}", "transfer-encoding: chunked")
        + b"1;" + b"x" * 500_000 + b"\r\n \r\n0\r\n\r\n",
        "parts": head("POST", "/oauth/token", "content-type: multipart/form-data; boundary=x", "content-length: 100000") + b"--x\r\n" * 20_000,
        "a form of many names": head("POST", "/oauth/token", f"content-type: {FORM}", "content-length: 100000") + b"a&" * 50_000,
    }

    def once(turn):
        with connect() as stream:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                stream.sendall(list(roads.values())[turn % len(roads)])
            # A server that has closed already lets nothing be shut down.
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_WR)
            until_closed(stream)

    many(len(roads) * 8, 16, once)
    return len(roads) * 8


ATTACKS = [
    unknown_parameters,
    body_of_nuls,
    held_bodies,
    held_heads,
    bombs,
    unfinished_lines,
    token_flood,
    repeated_scopes,
    ready_flood,
    documents,
    untaken_answers,
    odd_heads,
]


class Neighbour(threading.Thread):
    """A caller who does nothing wrong."""

    def __init__(self):
        super().__init__(daemon=True)
        self.stop, self.took, self.wrong = threading.Event(), [], []

    def run(self):
        while not self.stop.wait(0.05):
            begun = time.monotonic()
            try:
                status, body = ask("GET", "/v1/tenants?limit=5", TOKEN, patience=NEIGHBOUR)
            except OSError as error:
                status, body = None, repr(error).encode()
            self.took.append(time.monotonic() - begun)
            if status != 200:
                self.wrong.append((status, body[:200]))


def memory():
    """What the server holds and held at most, in MB."""
    with open(f"/proc/{PID}/status", encoding="ascii") as status:
        rows = dict(line.split(":", 1) for line in status)
    return int(rows["VmRSS"].split()[0]) // 1024, int(rows["VmHWM"].split()[0]) // 1024


def attacked(attack):
    neighbour = Neighbour()
    neighbour.start()
    begun = time.monotonic()
    requests = attack()
    took = time.monotonic() - begun
    neighbour.stop.set()
    neighbour.join(NEIGHBOUR)
    assert took < ATTACK, f"{attack.__name__} took {took:.0f} s"
    assert not neighbour.wrong, f"another caller during {attack.__name__}: {neighbour.wrong[:3]}"
    assert neighbour.took, f"nobody else asked during {attack.__name__}"
    os.kill(PID, 0)
    usual, worst = statistics.median(neighbour.took) * 1000, max(neighbour.took) * 1000
    now, most = memory()
    print(f"{attack.__name__:<20}{requests:>6}{took:>8.1f} s{usual:>9.0f} ms{worst:>9.0f} ms{now:>8} MB{most:>8} MB", flush=True)


def end_in_order():
    """Stops while bodies are held, and waits for the end of all of them."""
    begun = time.monotonic()
    with connect() as body, connect() as load, connect() as idle:
        body.sendall(head("POST", "/v1/changes", f"content-type: {JSON}", f"authorization: {TOKEN}", "content-length: 9999"))
        load.sendall(head("POST", "/v1/paying-body/load", f"content-type: {NDJSON}", f"authorization: {LOADER}", "transfer-encoding: chunked"))
        idle.sendall(head("GET", "/health/live"))
        time.sleep(1)
        os.kill(PID, signal.SIGTERM)
        for stream in (body, load, idle):
            until_closed(stream)
    took = time.monotonic() - begun
    assert took < END, f"the end took {took:.0f} s"
    print(f"ended {took:.1f} s after it was told to, with bodies held")


def main():
    print(f"{'attack':<20}{'calls':>6}{'took':>10}{'others':>12}{'worst':>12}{'holds':>11}{'at most':>11}")
    for attack in ATTACKS:
        attacked(attack)
    status, _ = ask("GET", "/health/ready")
    assert status == 200, f"not ready after all: {status}"
    end_in_order()


main()
