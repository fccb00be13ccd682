#!/usr/bin/env bash
# Takes the pictures of the documentation anew, docs/images, from a demonstration that really runs; needs Chromium and ImageMagick.
# Run it after a page or a form has changed, and look at what it made. It takes about three minutes.
set -euo pipefail
. "$(dirname -- "$0")/../bench/classes.sh"
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
  die "needs Chromium: apt-get install chromium-headless-shell"
command -v gifsicle >/dev/null 2>&1 && command -v convert >/dev/null 2>&1 ||
  die "needs ImageMagick and gifsicle: apt-get install imagemagick gifsicle"
bash src/localengine/setup.sh
frames=$(mktemp -d)
trap 'rm -rf "$frames"' EXIT
# Nobody's own name is in a picture.
export FERRY_ACCESS_PERSON=ann
with_test_classes -Xmx400m io.ferry.demo.Pictures docs/images "$frames"

# The terminal on the left, the page of the migration on the right; the last frame stays longest.
for terminal in "$frames"/*-terminal.png; do
  convert "$terminal" "${terminal%-terminal.png}-page.png" +append -resize 1200x "${terminal%-terminal.png}.gif"
done
mapfile -t pictures < <(find "$frames" -name '[0-9]*.gif' | sort)
gifsicle --optimize=3 --colors 64 --dither=none --delay 100 --loopcount=forever "${pictures[@]:0:${#pictures[@]}-1}" --delay 600 "${pictures[-1]}" >docs/images/demo.gif 2>/dev/null
for picture in docs/images/*.png; do
  convert "$picture" +dither -colors 128 -define png:compression-level=9 "$picture"
done
ls -l docs/images
