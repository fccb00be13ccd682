# For the commands beside it: goes to the checkout, and runs a class of the tests, which are compiled first. Sourced, not run.
#   with_test_classes [OPTIONS OF JAVA] CLASS [ARGUMENTS]
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
. src/launcher/jdk.sh

test_classes=
with_test_classes() {
  if [ -z "$test_classes" ]; then
    find_jdk
    mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/test-libraries -Dmdep.includeScope=test >&2
    test_classes=target/classes:target/test-classes:$(cat target/test-libraries)
  fi
  "$JAVA_HOME/bin/java" -cp "$test_classes" "$@"
}
