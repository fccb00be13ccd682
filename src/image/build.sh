#!/usr/bin/env bash
# Builds Ferry's image as a tar, without Docker: docs/kubernetes.md.
#   src/image/build.sh                                  on eclipse-temurin:21-jre, from its registry
#   src/image/build.sh --base eclipse-temurin:21-jre@sha256:…
#   src/image/build.sh --base tar:///absolute/path.tar  on an image that was saved before, without a registry
#   src/image/build.sh --name registry.example.com/ferry:1.0 --output ferry.tar -- --offline
# What stands after -- goes to Maven.
set -euo pipefail
here=$PWD
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

# shellcheck source=src/launcher/jdk.sh
. src/launcher/jdk.sh

output=$PWD/target/ferry-image.tar
settings=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --) shift; break ;;
    --base | --name | --output | --architecture) [ -n "${2:-}" ] || die "$1 needs a value." ;;
    *) die "does not know $1. It takes --base IMAGE, --name NAME, --output FILE and --architecture amd64|arm64; what stands after -- goes to Maven." ;;
  esac
  case $1 in
    --base)
      settings+=("-Dimage.base=$2")
      # Where it is on this computer is nobody else's business.
      case $2 in tar://*) settings+=("-Dimage.base.name=$(basename "$2")") ;; esac
      ;;
    --name) settings+=("-Dimage.name=$2") ;;
    --output) case $2 in /*) output=$2 ;; *) output=$here/$2 ;; esac ;;
    --architecture) settings+=("-Dimage.architecture=$2") ;;
  esac
  shift 2
done

command -v mvn >/dev/null 2>&1 || die "needs Maven 3.8 or newer, and there is no 'mvn' on the PATH."
find_jdk
if [ -e .git ] && revision=$(git rev-parse HEAD 2>/dev/null); then
  [ -z "$(git status --porcelain 2>/dev/null)" ] || revision=$revision-changed
  settings+=("-Dimage.revision=$revision")
fi
mvn -B -q -ntp package -Dquick -Dmaven.test.skip -Psbom,image -Djib.disableUpdateChecks=true "-Dimage.file=$output" ${settings[@]+"${settings[@]}"} "$@" ||
  die "the image was not built. If its base could not be fetched, name one that was saved before: --base tar:///absolute/path.tar (docs/kubernetes.md)."
say "The image is in $output."
