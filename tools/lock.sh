#!/bin/sh
# Write requirements/*.lock from pyproject.toml: every file with its hash, no registry's address, any platform.
# Pins that still fit are kept; `make lock ARGS=--upgrade` takes the newest.
set -eu
uv=$1
shift
lock() {
    out=requirements/$1.lock
    shift
    "$uv" pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
        --annotation-style line --no-emit-index-url --no-emit-find-links --no-python-downloads -o "$out" "$@"
    echo "Wrote $out."
}
lock bootstrap --group pyproject.toml:bootstrap "$@"
lock run pyproject.toml --group build "$@"
# The run-time pins bind the others, so that the tests see what is served.
lock dev pyproject.toml --group build --group dev -c requirements/run.lock "$@"
lock peers --group pyproject.toml:peers "$@"
lock node --group pyproject.toml:node "$@"
