"""What writers of the kills gate do, what they were told, and whether it is so.

A writer has tenants of its own and works on one thing at a time: what it was not told stays aside until
the database was read. So each answer says what must be there, and nothing else may be.
"""

import concurrent.futures
import hashlib
import http.client
import itertools
import json
import random
import threading

HOST = "127.0.0.1"
PATIENCE = 60
JSON, NDJSON = "application/json", "application/x-ndjson"
# The kinds of objects, the state of each that awaits a decision, and its name in the inbox.
KINDS = {
    "rent-declarations": ("submitted", "rent_declaration"),
    "changes": ("submitted", "change"),
    "impayes": ("reported", "impaye"),
}
BODY = "131"


class Lost(Exception):
    """Something that was said is not so."""


def demand(holds, *words):
    if not holds:
        raise Lost(" ".join(map(str, words)))


class Caller:
    """One connection of one client, opened anew when it is gone."""

    def __init__(self, port, token=None):
        self.port, self.token, self.line = port, token, None

    def ask(self, method, path, body=None, kind=JSON, **headers):
        """Status, body and headers of an answer, or None where none came."""
        if self.token:
            headers["authorization"] = self.token
        if body is not None:
            headers["content-type"] = kind
        self.line = self.line or http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            self.line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = self.line.getresponse()
            return answer.status, answer.read(), answer.headers
        except (OSError, http.client.HTTPException):
            self.line.close()
            self.line = None
            return None

    def read(self, path):
        """The object at a path, which must be there."""
        answer = self.ask("GET", path) or self.ask("GET", path)
        demand(answer and answer[0] == 200, "GET", path, "is answered", answer and answer[:2])
        return json.loads(answer[1])

    def pages(self, path):
        """All the objects of a list."""
        cursor = ""
        while cursor is not None:
            page = self.read(f"{path}?limit=200" + (f"&cursor={cursor}" if cursor else ""))
            yield from page["data"]
            cursor = page["next_cursor"]


def bearer(port, client):
    form = f"grant_type=client_credentials&client_id={client['client_id']}&client_secret={client['client_secret']}"
    status, body, _ = Caller(port).ask("POST", "/oauth/token", form, "application/x-www-form-urlencoded")
    demand(status == 200, "no token:", status, body)
    return "Bearer " + json.loads(body)["access_token"]


# What is generated.


def landlord(key, reference):
    address = dict(line1="3 rue Thiers", postal_code="13001", city="Marseille", insee_code="13055", country="FR")
    references = [dict(paying_body=dict(code=BODY, name="CAF"), reference=reference, label="M", direct_payment=True)]
    person = dict(kind="individual", name="Claire Martin", siret=None, email="claire@example.org", phone=None)
    return dict(type="landlord", key=key, **person, address=address, references=references)


def roster(landlords, tenants):
    """The lines of a roster: so many landlords with so many tenants each."""
    yield dict(type="campaign", year=2026, opens_on="2026-07-15", cutoff_on="2027-01-15")
    for number in range(landlords):
        key, reference = f"KILLS-{number}", f"B{number:07}"
        owner = landlord(key, reference)
        yield owner
        for tenant in range(tenants):
            unit = dict(key=f"A{tenant}", kind="apartment", furnished=False, decent=True, managed_from="2019-04-01")
            yield dict(type="logement", landlord=key, reference=reference, address=owner["address"], **unit)
            lease = dict(started_on="2021-09-01", ended_on=None, rent_cents=43_000, charges_cents=9_000)
            lease.update(furnished=False, coholders=1, due_day=5)
            aid = dict(type="als", payment_mode="landlord", last_amount_cents=20_000, last_month="2026-10")
            named = dict(beneficiary_number=f"{number * 1_000_000 + tenant + 1:07}", first_name="Ada", last_name=f"N{tenant:06}")
            yield dict(type="tenant", landlord=key, key=f"T{tenant}", logement=f"A{tenant}", paying_body=BODY, lease=lease, aid=aid, **named)


def lines(objects):
    return "".join(json.dumps(one) + "\n" for one in objects).encode()


# What is done. An act takes a thing from one pool of its writer and gives what comes of it to another.

NUMBERS = itertools.count(1)


def rent(thing):
    body = dict(tenant_id=thing["tenant"], campaign_year=2026, rent_cents=40_000 + next(NUMBERS))
    if "id" in thing:
        body["replaces"] = thing["id"]
    return "/v1/rent-declarations", body


def departure(thing):
    return "/v1/changes", dict(type="departure", tenant_id=thing["tenant"], departed_on="2026-11-30", leaving="household", reason="moved")


def colocation(thing):
    coholders = random.randint(2, 9)
    return "/v1/changes", dict(type="colocation", tenant_id=thing["tenant"], effective_on="2026-11-20", coholders=coholders)


def cancellation(thing):
    return f"/v1/changes/{thing['id']}/cancellation", dict(reason=f"n° {next(NUMBERS)}")


def arrears(thing):
    months = [dict(month="2026-09", unpaid_cents=32_000), dict(month="2026-10", unpaid_cents=32_000)]
    steps = [dict(kind="reminder", done_on="2026-11-02")]
    return "/v1/impayes", dict(tenant_id=thing["tenant"], months=months, recovery_steps=steps)


def month(thing):
    return f"/v1/impayes/{thing['id']}/months", dict(months=[dict(month="2026-11", unpaid_cents=1 + next(NUMBERS) % 32_000)])


ACTS = [
    (5, rent, "fresh", "rent"),
    (5, rent, "rent", "rent"),
    (1, departure, "fresh", "change"),
    (2, colocation, "fresh", "change"),
    (2, cancellation, "change", None),
    (2, arrears, "fresh", "case"),
    (5, month, "case", "case"),
]


class Attempt:
    """One write: what was sent and what was said of it."""

    def __init__(self, landlord, path, body, key, takes, thing, gives):
        self.landlord, self.path, self.body, self.key = landlord, path, json.dumps(body), key
        self.takes, self.thing, self.gives, self.sent = takes, thing, gives, body
        self.status, self.bytes, self.told = None, b"", {}
        self.kind = path.split("/")[2]

    def send(self, caller):
        headers = {"idempotency_key": self.key} if self.key else {}
        return caller.ask("POST", self.path, self.body, **headers)

    def note(self, answer):
        if answer:
            self.status, self.bytes, headers = answer
            self.told = json.loads(self.bytes) if headers["content-type"].split(";")[0].endswith("json") else {}

    @property
    def acknowledged(self):
        return self.status in (200, 201)

    @property
    def denied(self):
        """Whether it was said that nothing was written."""
        return self.status == 503 and "outcome" not in self.told

    @property
    def unknown(self):
        in_progress = self.status == 409 and self.told.get("code") == "idempotency_in_progress"
        return self.status is None or in_progress or self.status == 503 and self.told.get("outcome") == "unknown"

    def is_of(self, shape):
        """Whether an object that is there is what this would have made."""
        sent = self.sent
        if self.path.endswith("/months"):
            return (sent["months"][0]["month"], sent["months"][0]["unpaid_cents"]) in shape["marks"]
        if self.path.endswith("/cancellation"):
            return shape["status"] == "cancelled"
        return all(sent.get(name, value) == value for name, value in shape["marks"] if name != "coholders" or value is not None)

    def __repr__(self):
        return f"POST {self.path} {self.body} key={self.key} answered {self.status} {self.bytes[:300]}"


def shape(kind, item):
    """What is compared of an object, as answered and as listed."""
    names = {"rent-declarations": ["tenant_id", "rent_cents"], "changes": ["type", "tenant_id", "coholders"]}.get(kind)
    if names:
        marks = [(name, item.get(name)) for name in names]
    else:
        marks = [("tenant_id", item["tenant_id"])] + [(one["month"], one["unpaid_cents"]) for one in item["months"]]
    receipt = item["receipt"]
    return dict(kind=kind, marks=marks, status=item["status"], number=receipt["number"], sha=receipt["content_sha256"])


class Pace:
    """How long writers rest between two acts, on average."""

    def __init__(self, seconds):
        self.seconds = seconds


class Writer(threading.Thread):
    """Acts on its own tenants until it is stopped."""

    def __init__(self, ledger, port, landlord, token, pools, stop, pace):
        super().__init__(daemon=True)
        self.ledger, self.landlord, self.pools, self.stop, self.pace = ledger, landlord, pools, stop, pace
        self.caller = Caller(port, token)
        self.failed = None

    def run(self):
        try:
            while not self.stop.is_set():
                able = [act for act in ACTS if self.pools[act[2]]]
                if able:
                    self.act(random.choices(able, [one[0] for one in able])[0])
                self.stop.wait(random.expovariate(1 / self.pace.seconds))
        except Exception as error:  # told by whoever waits for the thread
            self.failed = error

    def act(self, chosen):
        _, act, takes, gives = chosen
        pool = self.pools[takes]
        thing = pool.pop(random.randrange(len(pool)))
        path, body = act(thing)
        key = f"kills-{next(NUMBERS)}" if random.random() < 0.5 else None
        attempt = Attempt(self.landlord, path, body, key, takes, thing, gives)
        attempt.note(attempt.send(self.caller))
        demand(attempt.acknowledged or attempt.denied or attempt.unknown, attempt)
        self.ledger.note(attempt, self.pools)
        if not attempt.acknowledged:
            self.stop.wait(0.25)


class Ledger:
    """What must be there."""

    def __init__(self):
        self.lock = threading.Lock()
        self.items, self.attempts = {}, []
        self.acknowledged = self.refused = self.unknown = self.unanswered = self.again = 0

    def note(self, attempt, pools):
        with self.lock:
            self.attempts.append((attempt, pools))
            if attempt.acknowledged:
                self.acknowledged += 1
                self.settle(attempt, pools, attempt.told["id"], shape(attempt.kind, attempt.told))
            elif attempt.denied:
                self.refused += 1
            elif attempt.status:
                self.unknown += 1
            else:
                self.unanswered += 1

    def settle(self, attempt, pools, id, made):
        """Notes what an attempt made, and gives it to its writer."""
        created = id != attempt.thing.get("id")
        demand(not created or id not in self.items, "two writes made the same:", attempt)
        self.items[id] = made
        if "replaces" in attempt.sent:
            self.items[attempt.sent["replaces"]]["status"] = "superseded"
        if attempt.gives:
            pools[attempt.gives].append(dict(tenant=attempt.thing["tenant"], id=id))

    def check(self, callers, inbox):
        """Reads all that is there, and compares."""
        there, sent = {}, self.attempts
        for caller in callers.values():
            for kind in KINDS:
                there |= {item["id"]: shape(kind, item) for item in caller.pages(f"/v1/{kind}")}
        self.judge(there, [one for one in sent if not one[0].acknowledged])
        for id in self.items.keys() | there.keys():
            known, read = self.items.get(id), there.get(id)
            demand(known, "nobody was told of", id, read)
            demand(read, "acknowledged and lost:", id, known)
            demand(known == read, "acknowledged as", known, "and read as", read)
        waiting = {(KINDS[one["kind"]][1], id) for id, one in self.items.items() if KINDS[one["kind"]][0] == one["status"]}
        shown = {(item["kind"], item["id"]) for item in inbox.pages("/v1/paying-body/inbox")}
        demand(waiting == shown, "the inbox differs:", sorted(waiting ^ shown)[:5])
        touched = {attempt.told["id"]: attempt.landlord for attempt, _ in sent if "id" in attempt.told}
        for id, owner in touched.items():
            self.receipt(callers[owner], id)

    def judge(self, there, open_ones):
        """Finds out what became of what was not acknowledged."""
        fresh = {}
        for id in there.keys() - self.items.keys():
            fresh.setdefault((there[id]["kind"], dict(there[id]["marks"])["tenant_id"]), []).append(id)
        for attempt, pools in open_ones:
            id = attempt.thing.get("id")
            if "tenant_id" in attempt.sent:
                found = [id for id in fresh.get((attempt.kind, attempt.thing["tenant"]), []) if attempt.is_of(there[id])]
            else:
                found = [id] if there.get(id) != self.items[id] and attempt.is_of(there[id]) else []
            demand(len(found) <= 1, "written twice:", found, attempt)
            demand(not found or not attempt.denied, "nothing was written, it said, and it is there:", found, attempt)
            if found:
                attempt.told = dict(id=found[0])
                self.settle(attempt, pools, found[0], there[found[0]])
            elif not attempt.key:
                pools[attempt.takes].append(attempt.thing)

    def receipt(self, caller, id):
        """A receipt can be read, and its hash is that of its content."""
        known = self.items[id]
        receipt = caller.read(f"/v1/{known['kind']}/{id}/receipt")
        canonical = json.dumps(receipt["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        demand(receipt["content"]["id"] == id, "the receipt of", id, "is of", receipt["content"]["id"])
        demand((receipt["number"], hashed) == (known["number"], known["sha"]) == (receipt["number"], receipt["content_sha256"]), id, known, receipt)

    def repeat(self, callers):
        """Sends again what had a key: the same answer, and nothing twice."""
        with concurrent.futures.ThreadPoolExecutor(len(callers)) as pool:
            for done in [pool.submit(self.repeat_of, owner, caller) for owner, caller in callers.items()]:
                done.result()
        self.attempts = []

    def repeat_of(self, owner, caller):
        for attempt, pools in self.attempts:
            if attempt.key and attempt.landlord == owner:
                answer = attempt.send(caller)
                demand(answer and answer[0] in (200, 201), "sent again and answered", answer and answer[:2], attempt)
                with self.lock:
                    self.again += 1
                    self.judge_again(attempt, pools, *answer)

    def judge_again(self, attempt, pools, status, body, headers):
        told, replayed = json.loads(body), headers["idempotent-replayed"] == "true"
        demand(replayed == ("id" in attempt.told), "replayed:", replayed, attempt, body)
        if attempt.acknowledged:
            demand((status, body) == (attempt.status, attempt.bytes), "another answer", status, body, attempt)
        elif replayed:
            made, known = shape(attempt.kind, told), self.items[told["id"]]
            demand(told["id"] == attempt.told["id"] and made == known, "another answer", body, known, attempt)
        else:
            self.settle(attempt, pools, told["id"], shape(attempt.kind, told))
