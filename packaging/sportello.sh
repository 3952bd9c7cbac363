#!/bin/sh
# sportello COMMAND … runs a command of the engine without a window or a display, in a Node of its own: the desk's program has the
# fuse RunAsNode off. Everything else (nothing, an option, a link, a path) opens the desk.
# A core file of a process that fell over would hold passwords and mail.
ulimit -c 0
here=$(dirname "$(readlink -f "$0")")
case "${1-}" in
  help | --help | -h) ;;
  '' | -* | *[!a-z-]*) exec "$here/sportello-desk" --ozone-platform-hint=auto "$@" ;;
esac
unset NODE_OPTIONS
exec "$here/resources/node" "$here/resources/app.asar.unpacked/out/cli/index.cjs" "$@"
