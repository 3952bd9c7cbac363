#!/bin/sh
# sportello COMMAND … runs a command of the engine without a window or a display, in a Node of its own: the desk's program has the
# fuse RunAsNode off. Everything else (nothing, an option, a link, a path) opens the desk.
# A core file of a process that fell over would hold passwords and mail.
ulimit -c 0
here=$(dirname "$(readlink -f "$0")")
desk() {
  # Chromium's own processes, those that show mail too, inherit the environment before any code of ours runs: our variables, one line
  # each, go in by descriptor 3 instead.
  given=$(env | grep '^SPORTELLO_[A-Z_]*=') || exec "$here/sportello-desk" --ozone-platform-hint=auto "$@"
  unset $(printf '%s\n' "$given" | cut -d= -f1)
  exec "$here/sportello-desk" --ozone-platform-hint=auto --variables-on-3 "$@" 3<<END
$given
END
}
case "${1-}" in
  help | --help | -h) ;;
  '' | -* | *[!a-z-]*) desk "$@" ;;
esac
unset NODE_OPTIONS
exec "$here/resources/node" "$here/resources/app.asar.unpacked/out/cli/index.cjs" "$@"
