#!/bin/sh
# Sets up what a command needs, once, from nothing but python3 with venv.
#
#   sh setup.sh base      .venv-base   what kringspoor needs to run
#   sh setup.sh site      .venv-site   the same and the site
#   sh setup.sh dev       .venv        what the checks need on top of that
#   sh setup.sh spark     .venv-spark  the checks on PySpark, where Java is
#   sh setup.sh browser                Chromium from Debian, for the browser tests
#   sh setup.sh postgres               PostgreSQL from Debian, for the tests on it
#
# A finished environment carries a stamp with the checksum of its lock, its place and its Python.
# Same stamp: nothing is done, no network is needed. No stamp or another one (interrupted, moved,
# new lock): the environment is made again from zero, so a half installed package never survives.
set -eu
cd "$(dirname "$0")"

PYTHON=${PYTHON:-python3}
STAMP=kringspoor-stamp

say() { printf '%s\n' "$*" >&2; }

wanted_stamp() { # LOCK...
    "$PYTHON" -c 'import sys; print(sys.version)'
    pwd
    cksum "$@"
}

make_venv() { # VENV
    rm -rf "$1"
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "Kringspoor needs Python 3.11 or newer; $PYTHON is older. Set PYTHON=/path/to/python3."
        exit 1
    }
    "$PYTHON" -m venv "$1" || {
        say "Python cannot make an environment. On Debian: apt-get install python3-venv"
        exit 1
    }
}

pip_install() { # VENV, then arguments of pip
    venv=$1
    shift
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes "$@"
}

one_pin() { # NAME LOCK: that package's lines of the lock, hashes and all
    awk -v name="$1==" 'index($0, name) == 1 { on = 1; print; next } /^[^ ]/ { on = 0 } on' "$2"
}

install_quickly() { # VENV LOCK...: with uv from the lock when that works, else with pip
    venv=$1
    shift
    one_pin uv "$1" >"$venv/uv.lock"
    arguments=
    if pip_install "$venv" -r "$venv/uv.lock"; then
        # uv keeps to the index that pip was told to use
        index=$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null || true)
        UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$index}}
        if [ -n "$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi
        for lock in "$@"; do arguments="$arguments -r $lock"; done
        # shellcheck disable=SC2086 -- lock names hold no spaces
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --compile-bytecode \
            --require-hashes $arguments && return
        say "uv did not manage; going on with pip, which takes a few minutes longer."
    fi
    for lock in "$@"; do pip_install "$venv" -r "$lock"; done
}

open_door() { # VENV: python finds the source, and bin/kringspoor starts it
    "$1/bin/python" - <<'PYTHON_END'
import pathlib
import sysconfig

door = pathlib.Path(sysconfig.get_path("purelib"), "kringspoor-source.pth")
door.write_text(f"{pathlib.Path('src').resolve()}\n", encoding="utf-8")
PYTHON_END
    rm -f "$1/bin/kringspoor"
    cat >"$1/bin/kringspoor" <<'LAUNCHER_END'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m kringspoor "$@"
LAUNCHER_END
    chmod +x "$1/bin/kringspoor"
}

environment() { # VENV HOW LOCK...
    venv=$1
    how=$2
    shift 2
    stamp=$(wanted_stamp "$@")
    if [ -f "$venv/$STAMP" ] && [ "$(cat "$venv/$STAMP")" = "$stamp" ]; then return; fi
    say "Setting up $venv from $* (once)."
    make_venv "$venv"
    "$how" "$venv" "$@"
    open_door "$venv"
    printf '%s\n' "$stamp" >"$venv/$STAMP"
}

install_plainly() { # VENV LOCK: made anew when the lock changes, so pip itself need not stay
    pip_install "$1" -r "$2"
    "$1/bin/python" -m pip uninstall --quiet --yes setuptools pip
}

has_chromium() {
    [ -n "${KRINGSPOOR_CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1
}

has_postgres() {
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1
}

has_java() {
    [ -n "${JAVA_HOME:-}" ] || command -v java >/dev/null 2>&1
}

missing() { # WHAT PACKAGES: fails where nobody reads warnings, warns where somebody does
    say "$1 is missing. Install it with: sudo apt-get install $2"
    if [ "${CI:-}" = true ]; then exit 1; fi
    say "Going on without: the tests that need it are skipped and say so."
}

debian() { # WHAT PACKAGES
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        missing "$1" "$2"
        return
    fi
    say "Installing $1 (once): $2"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 -- a list of packages
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $2; } >/dev/null ||
        missing "$1" "$2"
}

compile_source() { # VENV: so that no run is slow where Python may not write its own cache
    "$1/bin/python" -m compileall -qq src >/dev/null 2>&1 || : # a source one may not write in runs too
}

case "${1:-}" in
base)
    environment .venv-base install_plainly requirements.lock
    compile_source .venv-base
    ;;
site)
    environment .venv-site install_plainly requirements-web.lock
    compile_source .venv-site
    ;;
dev) environment .venv install_quickly requirements-dev.lock ;;
spark)
    has_java || debian Java default-jre-headless
    environment .venv-spark install_quickly requirements-dev.lock requirements-spark.lock
    ;;
browser) has_chromium || debian Chromium "chromium fonts-dejavu-core" ;;
postgres) has_postgres || debian PostgreSQL postgresql ;;
*)
    say "usage: sh setup.sh base|site|dev|spark|browser|postgres"
    exit 2
    ;;
esac
