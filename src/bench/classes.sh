# For the commands beside it: goes to the checkout, compiles Ferry and its tests, and runs a class of the tests. Sourced, not run.
#   with_test_classes [OPTIONS OF JAVA] CLASS [ARGUMENTS]
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
. src/launcher/jdk.sh

with_test_classes() {
  find_jdk
  libraries=$(mktemp)
  trap 'rm -f "$libraries"' EXIT
  mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
  "$JAVA_HOME/bin/java" -cp "target/classes:target/test-classes:$(cat "$libraries")" "$@"
}
