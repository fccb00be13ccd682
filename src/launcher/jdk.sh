# Finds a JDK that Ferry runs on. Read by the launcher and by the benchmarks ("." it, then call find_jdk).

say() { printf 'ferry: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# Prints the major version of the JDK in folder $1, or nothing. Its file "release" says so at once; to start it takes a while.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  local version=""
  [ -r "$1/release" ] && version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  echo "$version"
}

# Sets JAVA_HOME to a JDK 21 or newer: the one named, the one on the PATH, or one in the usual places.
find_jdk() {
  local candidate version found=""
  local -a candidates=()
  [ -n "${JAVA_HOME:-}" ] && candidates+=("$JAVA_HOME")
  if command -v javac >/dev/null 2>&1; then
    candidates+=("$(dirname -- "$(dirname -- "$(readlink -f -- "$(command -v javac)")")")")
  fi
  for candidate in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*; do
    [ -d "$candidate" ] && candidates+=("$candidate")
  done
  for candidate in ${candidates[@]+"${candidates[@]}"}; do
    version=$(jdk_version "$candidate")
    [ -n "$version" ] || continue
    if [ "$version" -ge 21 ]; then
      export JAVA_HOME=$candidate
      return 0
    fi
    candidate=$(readlink -f -- "$candidate")
    case "$found" in *"in $candidate"*) ;; *) found="${found:+$found, }Java $version in $candidate" ;; esac
  done
  die "needs a JDK 21 or newer and found ${found:-none}. Install one (for example Temurin 21) or set JAVA_HOME to it, then run this again."
}
