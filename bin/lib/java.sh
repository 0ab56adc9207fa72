# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Java and the system's package manager.

JAVA=

java_major() {
  "$1" -XshowSettings:properties -version 2>&1 </dev/null |
    sed -n 's/^ *java.specification.version = \([0-9]*\).*/\1/p'
}

# Sets JAVA to the first usable one: JAVA_HOME, the path, where packages put it. JAVA_HOME follows, for Maven's sake.
find_java() {
  local candidate major
  for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    if [ -z "$candidate" ] || [ ! -x "$candidate" ]; then continue; fi
    major=$(java_major "$candidate")
    if [ "${major:-0}" -ge 17 ] 2>/dev/null && { [ "${1:-}" != jdk ] || has_compiler "$candidate"; }; then
      JAVA=$candidate
      [ "$candidate" = "${JAVA_HOME:+$JAVA_HOME/bin/java}" ] || unset JAVA_HOME
      [ "$candidate" = "$(command -v java || true)" ] || export JAVA_HOME="${candidate%/bin/java}"
      return 0
    fi
  done
  return 1
}

# The compiler is needed only to build.
has_compiler() { [ -x "$(dirname "$(real_path "$1")")/javac" ]; }

real_path() {
  local path=$1 target
  while [ -L "$path" ]; do
    target=$(readlink "$path")
    case $target in
      /*) path=$target ;;
      *) path=$(dirname "$path")/$target ;;
    esac
  done
  printf '%s\n' "$path"
}

# need_java [jdk]: sets JAVA, installs it where that is possible without asking anybody for anything.
need_java() {
  find_java "${1:-}" && return
  local package
  for package in openjdk-17-jdk-headless openjdk-21-jdk-headless default-jdk-headless; do
    install_package "$package" && break
  done
  hash -r
  find_java "${1:-}" || die "Java 17 or newer (a JDK) is needed. Install one (Debian/Ubuntu: sudo apt-get install" \
    "openjdk-17-jdk-headless; macOS: brew install openjdk@17) and make JAVA_HOME or PATH point to it."
}

# Prints what to put before apt-get; fails where there is no way to become root. Asks for a password only on a terminal.
root_prefix() {
  [ "$(id -u)" -eq 0 ] && return
  command -v sudo >/dev/null || return 1
  if sudo -n true 2>/dev/null; then
    echo "sudo -n"
  elif [ -t 0 ] && [ -t 2 ] && [ -z "${CI:-}" ]; then
    say "The password is for sudo, to install what is missing."
    sudo -v || return 1
    echo "sudo -n"
  else
    return 1
  fi
}

# install_package NAME: by apt or brew; fails quietly where neither has it.
install_package() {
  local name=$1 prefix
  if command -v apt-get >/dev/null; then
    prefix=$(root_prefix) || return 1
    if ! apt_knows "$name"; then
      [ -z "${APT_UPDATED:-}" ] || return 1
      APT_UPDATED=yes
      # shellcheck disable=SC2086 # the prefix is no word or two words
      step "Reading the package lists" "$STATE/log/apt.log" $prefix apt-get update || return 1
      apt_knows "$name" || return 1
    fi
    # shellcheck disable=SC2086
    step "Installing $name" "$STATE/log/apt.log" \
      $prefix env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$name"
  elif command -v brew >/dev/null; then
    step "Installing $name" "$STATE/log/brew.log" brew install "$name"
  else
    return 1
  fi
}

apt_knows() { apt-cache show "$1" >/dev/null 2>&1; }
