# Sets $python to a Python 3.12 or newer that runs, 3.13 before all others; without one it says how to get it and ends.
# A name on PATH proves nothing: version managers put programs there that only fail. It needs no other program.

new_enough='import ssl, sys; sys.exit(sys.version_info < (3, 12) or sys.implementation.name != "cpython")'

python_places() {
    places=${PATH:-}
    for folder in \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/*/bin \
        "${HOME:-}/.local/bin" \
        "${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-${HOME:-}/.local/share}/uv/python}"/*/bin \
        /opt/homebrew/bin /usr/local/bin /home/linuxbrew/.linuxbrew/bin \
        /opt/homebrew/opt/python@3.1[2-9]/bin /usr/local/opt/python@3.1[2-9]/bin \
        /Library/Frameworks/Python.framework/Versions/3.1[2-9]/bin \
        /usr/bin; do
        places=$places:$folder
    done
}

find_python() {
    python_places
    for name in python3.13 python3.14 python3.12 python3 python; do
        rest=$places:
        while [ -n "$rest" ]; do
            folder=${rest%%:*}
            rest=${rest#*:}
            python=$folder/$name
            if [ -n "$folder" ] && [ -x "$python" ] && "$python" -Es -c "$new_enough" 2>/dev/null; then
                return
            fi
        done
    done
    # Last, one that uv knows of and that is nowhere above. It may not fetch any.
    python=$(uv python find --no-python-downloads --no-project '>=3.12' 2>/dev/null) &&
        "$python" -Es -c "$new_enough" 2>/dev/null
}

find_python || {
    echo "Throughline needs Python 3.12 or newer, and found none that runs. Get one from https://www.python.org/downloads/, with 'apt install python3', 'brew install python@3.13' or 'uv python install 3.13'." >&2
    exit 1
}
