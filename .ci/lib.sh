# Shared by .ci/run and the gates: where things are, the tools, the servers. Source it, do not run it.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CI_DIR=$ROOT/.ci
CACHE=${CI_CACHE:-$CI_DIR/.cache}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}
export CARGO_TERM_COLOR=never
BINARY=$CARGO_TARGET_DIR/debug/offre-bailleurs
VENV=$CACHE/venv
NODE_BIN=$CI_DIR/node_modules/.bin
DOCUMENT=$ROOT/openapi/openapi.json
# The demo's credentials are public and fixed: `offre-bailleurs demo` prints them.
DEMO_CLIENT=cli_01k8m3q6z5e7v9r2t4w6x8y0d1
DEMO_SECRET=demo-secret-of-the-landlord-client-0001
export DEMO_CLIENT DEMO_SECRET
mkdir -p "$CACHE"
WORK=$(mktemp -d)
chmod 755 "$WORK"
STARTED=()
POSTGRES_DATA=

# Ends what this script started, and only that.
cleanup() {
    local status=$? pid
    for pid in "${STARTED[@]:-}"; do
        if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then wait "$pid" 2>/dev/null || true; fi
    done
    [ -n "$POSTGRES_DATA" ] && unprivileged "$(postgres_bin)/pg_ctl" -D "$POSTGRES_DATA" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$WORK"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

# need COMMAND PACKAGE: installs a Debian package when a command, or a file, is missing.
APT_UPDATED=
need() {
    if command -v "$1" >/dev/null || [ -f "$1" ]; then return; fi
    say "installing $2: $1 is missing"
    local sudo=
    [ "$(id -u)" = 0 ] || sudo=sudo
    if [ -z "$APT_UPDATED" ]; then $sudo apt-get update -qq; APT_UPDATED=yes; fi
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

node_tools() {
    local stamp=$CI_DIR/node_modules/.stamp
    if ! cmp -s "$CI_DIR/package-lock.json" "$stamp"; then
        (cd "$CI_DIR" && npm ci --no-audit --no-fund --loglevel=error)
        cp "$CI_DIR/package-lock.json" "$stamp"
    fi
}

python_tools() {
    local stamp=$VENV/.stamp
    if ! cmp -s "$CI_DIR/requirements.txt" "$stamp"; then
        python3 -m venv "$VENV"
        "$VENV/bin/pip" install --quiet --disable-pip-version-check -r "$CI_DIR/requirements.txt"
        cp "$CI_DIR/requirements.txt" "$stamp"
    fi
}

# The debug build that the tests made too.
binary() { (cd "$ROOT" && cargo build --quiet --locked); }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# wait_for URL: until it answers, 30 seconds at most.
wait_for() {
    local try
    for try in $(seq 150); do
        if curl -sf -o /dev/null "$1"; then return; fi
        sleep 0.2
    done
    fail "nothing answers at $1"
}

# start_demo: a fresh demo on a free port; sets ADDRESS.
start_demo() {
    binary
    ADDRESS=http://127.0.0.1:$(free_port)
    "$BINARY" demo --bind "${ADDRESS#http://}" >"$WORK/demo.out" 2>"$WORK/demo.err" &
    STARTED+=($!)
    wait_for "$ADDRESS/health/ready"
    export ADDRESS
}

# token [CLIENT SECRET]: an access token for the server at ADDRESS.
token() {
    curl -sf -u "${1:-$DEMO_CLIENT}:${2:-$DEMO_SECRET}" -d grant_type=client_credentials "$ADDRESS/oauth/token" |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])'
}

postgres_bin() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
    if [ -x "$found/initdb" ]; then printf '%s' "$found"; elif command -v initdb >/dev/null; then dirname "$(command -v initdb)"; fi
}

# PostgreSQL refuses to run as root.
unprivileged() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# start_postgres: a throw-away server on a free port, quick and not durable unless POSTGRES_SETTINGS says
# otherwise; sets POSTGRES_URL.
start_postgres() {
    [ -n "$(postgres_bin)" ] || need initdb postgresql
    local bin port data
    bin=$(postgres_bin)
    [ -n "$bin" ] || fail "PostgreSQL has no initdb after its installation"
    port=$(free_port)
    data=$WORK/postgres
    mkdir "$data"
    if [ "$(id -u)" = 0 ]; then chown postgres "$data"; fi
    unprivileged "$bin/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --no-locale --no-sync >"$WORK/initdb.log"
    POSTGRES_DATA=$data
    POSTGRES_OPTIONS="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
    POSTGRES_OPTIONS+=" ${POSTGRES_SETTINGS:--c fsync=off -c synchronous_commit=off -c full_page_writes=off}"
    unprivileged "$bin/pg_ctl" -D "$data" -w -l "$data/server.log" -o "$POSTGRES_OPTIONS" start >/dev/null
    PGBIN=$bin
    PGPORT_USED=$port
    POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres
}

# create_database NAME: a database on that server; prints its URL.
create_database() {
    "$PGBIN/createdb" -h 127.0.0.1 -p "$PGPORT_USED" -U postgres "$1"
    printf 'postgres://postgres@127.0.0.1:%s/%s' "$PGPORT_USED" "$1"
}

# pgbouncer_for MODE: settings of a PgBouncer before that server, not started; sets BOUNCER, their file,
# BOUNCER_PORT and BOUNCER_URL, to which the name of a database is added.
pgbouncer_for() {
    export PATH=$PATH:/usr/sbin
    need pgbouncer pgbouncer
    BOUNCER=$WORK/pgbouncer-$1.ini
    BOUNCER_PORT=$(free_port)
    BOUNCER_URL=postgres://postgres@127.0.0.1:$BOUNCER_PORT
    printf '%s\n' "[databases]" "* = host=127.0.0.1 port=$PGPORT_USED user=postgres" "[pgbouncer]" "listen_addr = 127.0.0.1" \
        "listen_port = $BOUNCER_PORT" "unix_socket_dir =" "auth_type = any" "pool_mode = $1" "default_pool_size = 40" \
        "server_login_retry = 1" >"$BOUNCER"
}
